//! A container and its ports.

use super::go_text::{GoText, Pointer, Slice, pointer};
use crate::api::{Container, ContainerPort, ContainerRestartPolicy};
use std::fmt::{self, Display, Formatter};

impl Display for GoText<&Container> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let c = self.0;
        write!(
            f,
            "{{Name:(string){} Image:(string){} Command:([]string){} Args:([]string){} WorkingDir:(string){} \
             Ports:([]v1.ContainerPort){} EnvFrom:([]v1.EnvFromSource){} Env:([]v1.EnvVar){} \
             Resources:(v1.ResourceRequirements){} ResizePolicy:([]v1.ContainerResizePolicy)<nil> \
             RestartPolicy:(*v1.ContainerRestartPolicy){} RestartPolicyRules:([]v1.ContainerRestartRule)<nil> \
             VolumeMounts:([]v1.VolumeMount){} VolumeDevices:([]v1.VolumeDevice)<nil> ",
            c.name,
            c.image,
            Slice(&c.command),
            Slice(&c.args),
            c.working_dir,
            Slice(&c.ports),
            Slice(&c.env_from),
            Slice(&c.env),
            GoText(&c.resources),
            Pointer(c.restart_policy.map(ContainerRestartPolicy::as_str)),
            Slice(&c.volume_mounts),
        )?;
        write!(
            f,
            "LivenessProbe:(*v1.Probe){} ReadinessProbe:(*v1.Probe){} StartupProbe:(*v1.Probe){} \
             Lifecycle:(*v1.Lifecycle){} TerminationMessagePath:(string){} \
             TerminationMessagePolicy:(v1.TerminationMessagePolicy){} ImagePullPolicy:(v1.PullPolicy){} \
             SecurityContext:(*v1.SecurityContext){} Stdin:(bool){} StdinOnce:(bool){} TTY:(bool){}}}",
            pointer(&c.liveness_probe),
            pointer(&c.readiness_probe),
            pointer(&c.startup_probe),
            pointer(&c.lifecycle),
            c.termination_message_path.as_deref().unwrap_or("/dev/termination-log"),
            c.termination_message_policy.as_str(),
            c.image_pull_policy.as_str(),
            pointer(&c.security_context),
            c.stdin,
            c.stdin_once,
            c.tty,
        )
    }
}

impl Display for GoText<&ContainerPort> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ContainerPort { name, host_port, container_port, protocol, host_ip } = self.0;
        write!(
            f,
            "{{Name:(string){name} HostPort:(int32){host_port} ContainerPort:(int32){container_port} \
             Protocol:(v1.Protocol){} HostIP:(string){host_ip}}}",
            protocol.as_str()
        )
    }
}
