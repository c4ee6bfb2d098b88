//! Places of objects in the engine: small numbers, good as long as the object lives.

macro_rules! id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("The place of a ", $what, "; never used again for another one.")]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// Which slot.
            pub(crate) slot: u32,
            /// How often the slot had been used before.
            pub(crate) generation: u32,
        }

        impl $name {
            /// One number for it, for keys and logs.
            pub fn as_u64(self) -> u64 {
                (u64::from(self.generation) << 32) | u64::from(self.slot)
            }

            /// The place that [`Self::as_u64`] gave this number for.
            pub fn from_u64(number: u64) -> Self {
                Self { slot: number as u32, generation: (number >> 32) as u32 }
            }
        }

        impl crate::arena::Key for $name {
            fn new(slot: u32, generation: u32) -> Self {
                Self { slot, generation }
            }
            fn parts(self) -> (u32, u32) {
                (self.slot, self.generation)
            }
        }
    };
}

id!(DeploymentId, "Deployment");
id!(ReplicaSetId, "ReplicaSet");
id!(PodId, "Pod");
id!(ServiceId, "Service");
id!(EndpointSliceId, "EndpointSlice");

/// The place of a Node in the scenario's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);
