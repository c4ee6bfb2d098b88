//! Services.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "Service",
        "One address in front of the Pods that its selector matches and that are Ready.",
        "=apiVersion string|v1 Which version of the API.\n\
         =kind string|Service What it is.\n\
         metadata ObjectMeta Name, labels and annotations.\n\
         spec ServiceSpec What is wanted.\n\
         ~status ServiceStatus What was last observed.",
    ),
    (
        "ServiceSpec",
        "",
        "type string|ClusterIP|NodePort|LoadBalancer|ExternalName ClusterIP, NodePort, LoadBalancer or \
         ExternalName.\n\
         selector map[string]string Labels of the Pods behind it.\n\
         ports []ServicePort The ports under which it is called.\n\
         clusterIP string Its address; None for a Service without one.\n\
         sessionAffinity string|None|ClientIP ClientIP sends a caller to the same Pod again; None if nothing is \
         said.\n\
         publishNotReadyAddresses boolean Whether Pods that are not Ready are endpoints too.\n\
         internalTrafficPolicy string|Cluster|Local Cluster, or Local: only Pods on the caller's Node.\n\
         externalTrafficPolicy string|Cluster|Local Cluster, or Local: only Pods on the Node that was called.\n\
         sessionAffinityConfig SessionAffinityConfig For how long a caller is remembered.\n\
         - externalIPs loadBalancerIP loadBalancerSourceRanges externalName healthCheckNodePort \
         allocateLoadBalancerNodePorts loadBalancerClass trafficDistribution\n\
         ~ clusterIPs ipFamilies ipFamilyPolicy",
    ),
    (
        "ServicePort",
        "",
        "port int32 The port of the Service.\n\
         targetPort IntOrString The port of the Pods, by number or name; the same if nothing is said.\n\
         nodePort int32 The port on every Node, for NodePort and LoadBalancer.\n\
         protocol string|TCP|UDP|SCTP TCP, UDP or SCTP.\n\
         name string A name; needed where there are several.\n\
         - appProtocol",
    ),
    ("ServiceStatus", "", "loadBalancer Object The addresses of load balancers; the lab has none."),
    ("SessionAffinityConfig", "", "clientIP ClientIPConfig How callers are told apart."),
    ("ClientIPConfig", "", "timeoutSeconds int32 For how long; 10800 if nothing is said."),
];
