//! What objects of every kind have, and how they are found.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "ObjectMeta",
        "",
        "name string The name, the only one of its kind in the namespace.\n\
         namespace string The namespace.\n\
         labels map[string]string What selectors look at.\n\
         annotations map[string]string Notes of people and programs.\n\
         ~uid string Its identity: another object of the same name has another.\n\
         ~generation int64 Grows with every change of the spec.\n\
         ~resourceVersion string Grows with every write.\n\
         ~creationTimestamp Time When it was created.\n\
         ~deletionTimestamp Time Since when, and for a Pod until when, it is on its way out.\n\
         -ownerReferences []Object Whose it is: it goes when its owner goes.\n\
         - generateName finalizers\n\
         ~ deletionGracePeriodSeconds managedFields selfLink",
    ),
    (
        "LabelSelector",
        "",
        "matchLabels map[string]string Labels that must be there.\n\
         matchExpressions []LabelSelectorRequirement More conditions; all must hold.",
    ),
    (
        "LabelSelectorRequirement",
        "",
        "key string The label.\n\
         operator string|In|NotIn|Exists|DoesNotExist In, NotIn, Exists or DoesNotExist.\n\
         values []string Values, for In and NotIn.",
    ),
];
