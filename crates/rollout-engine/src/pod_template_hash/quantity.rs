//! Amounts of CPU and memory: a `resource.Quantity`, with its private fields.

use super::go_text::{GoText, NIL};
use crate::SortedMap;
use crate::api::{Name, Quantity, QuantityFormat, ResourceRequirements};
use std::fmt::{self, Display, Formatter, Write};

pub(super) struct QuantityText<'a>(pub(super) &'a str);

impl Display for QuantityText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(quantity) = Quantity::parse(self.0) else {
            return f.write_str(self.0);
        };
        let kept = if quantity.keeps_text { self.0 } else { "" };
        let format = match quantity.format {
            QuantityFormat::BinarySi => "BinarySI",
            QuantityFormat::DecimalSi => "DecimalSI",
            QuantityFormat::DecimalExponent => "DecimalExponent",
        };
        let Quantity { value, scale, .. } = quantity;
        write!(
            f,
            "{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} \
             d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){kept} Format:(resource.Format){format}}}"
        )
    }
}

impl Display for GoText<&SortedMap<Name, Name>> {
    /// A list of quantities.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        f.write_str("map[")?;
        for (i, (key, text)) in self.0.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            write!(f, "{blank}{key}:{}", QuantityText(text))?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&ResourceRequirements> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{Limits:(v1.ResourceList){} Requests:(v1.ResourceList){} Claims:([]v1.ResourceClaim)<nil>}}",
            GoText(&self.0.limits),
            GoText(&self.0.requests)
        )
    }
}
