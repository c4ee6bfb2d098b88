//! What probes and hooks do: commands, requests and connections.

use super::go_text::{GoText, NIL, Pointer, Slice, pointer};
use crate::api::{Handler, HttpGetAction, IntOrString, Lifecycle, Probe};
use std::fmt::{self, Display, Formatter};

impl Display for GoText<&Probe> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let p = self.0;
        write!(f, "{{ProbeHandler:(v1.ProbeHandler){{{} GRPC:(*v1.GRPCAction)", GoText(&p.handler))?;
        match &p.handler {
            Handler::Grpc { port, service } => write!(
                f,
                "{{Port:(int32){port} Service:(*string){} Mode:(*v1.GRPCProbeMode)<nil>}}",
                pointer(service)
            )?,
            _ => f.write_str(NIL)?,
        }
        write!(
            f,
            "}} InitialDelaySeconds:(int32){} TimeoutSeconds:(int32){} PeriodSeconds:(int32){} \
             SuccessThreshold:(int32){} FailureThreshold:(int32){} TerminationGracePeriodSeconds:(*int64){}}}",
            p.initial_delay_seconds,
            p.timeout_seconds,
            p.period_seconds,
            p.success_threshold,
            p.failure_threshold,
            Pointer(p.termination_grace_period_seconds)
        )
    }
}

impl Display for GoText<&Lifecycle> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let hook = |handler| Pointer(Option::<&Handler>::map(handler, Hook));
        let Lifecycle { post_start, pre_stop, stop_signal } = self.0;
        write!(
            f,
            "{{PostStart:(*v1.LifecycleHandler){} PreStop:(*v1.LifecycleHandler){} StopSignal:(*v1.Signal){}}}",
            hook(post_start.as_ref()),
            hook(pre_stop.as_ref()),
            pointer(stop_signal)
        )
    }
}

/// A hook's handler.
struct Hook<'a>(&'a Handler);

impl Display for Hook<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} Sleep:(*v1.SleepAction)", GoText(self.0))?;
        match self.0 {
            Handler::Sleep { seconds } => write!(f, "{{Seconds:(int64){seconds}}}}}"),
            _ => write!(f, "{NIL}}}"),
        }
    }
}

/// `Exec`, `HTTPGet` and `TCPSocket`, which probes and hooks have in common.
impl Display for GoText<&Handler> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Exec:(*v1.ExecAction)")?;
        match self.0 {
            Handler::Exec { command } => write!(f, "{{Command:([]string){}}}", Slice(command))?,
            _ => f.write_str(NIL)?,
        }
        f.write_str(" HTTPGet:(*v1.HTTPGetAction)")?;
        match self.0 {
            Handler::HttpGet(HttpGetAction { path, port, host, scheme, http_headers }) => {
                write!(
                    f,
                    "{{Path:(string){path} Port:(intstr.IntOrString){} Host:(string){host} \
                     Scheme:(v1.URIScheme){scheme} HTTPHeaders:([]v1.HTTPHeader){} Protocol:(*v1.HTTPProtocol)<nil>}}",
                    GoText(port),
                    Slice(http_headers)
                )?;
            }
            _ => f.write_str(NIL)?,
        }
        f.write_str(" TCPSocket:(*v1.TCPSocketAction)")?;
        match self.0 {
            Handler::TcpSocket { port, host } => {
                write!(f, "{{Port:(intstr.IntOrString){} Host:(string){host}}}", GoText(port))
            }
            _ => f.write_str(NIL),
        }
    }
}

impl Display for GoText<&IntOrString> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            IntOrString::Int(n) => write!(f, "{{Type:(intstr.Type)0 IntVal:(int32){n} StrVal:(string)}}"),
            IntOrString::Text(s) => write!(f, "{{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string){s}}}"),
        }
    }
}
