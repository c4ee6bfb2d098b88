//! The wires from the Pods' sockets to the Service.

/// A curve between two points, drawn with its ends level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) from: (i32, i32),
    pub(crate) to: (i32, i32),
}

impl Wire {
    fn handles(self) -> [(i32, i32); 2] {
        let pull = (self.to.0 - self.from.0) * 55 / 100;
        [(self.from.0 + pull, self.from.1), (self.to.0 - pull, self.to.1)]
    }

    /// As an SVG path.
    pub(crate) fn path(self) -> String {
        let [a, b] = self.handles();
        format!(
            "M{} {}C{} {} {} {} {} {}",
            self.from.0, self.from.1, a.0, a.1, b.0, b.1, self.to.0, self.to.1
        )
    }

    /// The point `along` thousandths of the way from the Service (0) to the Pod (1000).
    pub(crate) fn point(self, along: i32) -> (i32, i32) {
        let t = i64::from(along.clamp(0, 1000));
        let u = 1000 - t;
        let [a, b] = self.handles();
        let mix = |p0: i32, p1: i32, p2: i32, p3: i32| {
            let sum = u * u * u * i64::from(p0)
                + 3 * u * u * t * i64::from(p1)
                + 3 * u * t * t * i64::from(p2)
                + t * t * t * i64::from(p3);
            i32::try_from(sum / 1_000_000_000).unwrap_or(0)
        };
        (mix(self.to.0, b.0, a.0, self.from.0), mix(self.to.1, b.1, a.1, self.from.1))
    }

    /// A band around the wire, `width` px wide at the Pods' end and `width_at_service` at the other.
    pub(crate) fn ribbon(self, width: i32, width_at_service: i32) -> String {
        let up = Self {
            from: (self.from.0, self.from.1 - width / 2),
            to: (self.to.0, self.to.1 - width_at_service / 2),
        };
        let down =
            Self { from: (self.to.0, up.to.1 + width_at_service), to: (self.from.0, up.from.1 + width) };
        let [a, b] = down.handles();
        format!(
            "{}L{} {}C{} {} {} {} {} {}z",
            up.path(),
            down.from.0,
            down.from.1,
            a.0,
            a.1,
            b.0,
            b.1,
            down.to.0,
            down.to.1
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_run_from_the_service_to_the_pod() {
        let wire = Wire { from: (10, 20), to: (110, 60) };
        assert_eq!(wire.point(0), (110, 60));
        assert_eq!(wire.point(1000), (10, 20));
        let middle = wire.point(500);
        assert!((55..=65).contains(&middle.0) && (35..=45).contains(&middle.1), "{middle:?}");
    }
}
