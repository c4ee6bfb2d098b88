//! What is seen: one component per file, each with the slice of the scene that it draws.

pub(crate) mod chain;
pub(crate) mod deployment_card;
pub(crate) mod dock;
pub(crate) mod events_panel;
pub(crate) mod header;
pub(crate) mod icon;
pub(crate) mod inspector;
pub(crate) mod lane;
pub(crate) mod ledger;
pub(crate) mod panel;
pub(crate) mod pod_cells;
pub(crate) mod pod_row;
pub(crate) mod requests;
pub(crate) mod say;
pub(crate) mod service_card;
pub(crate) mod shortcuts;
pub(crate) mod spec_panel;
pub(crate) mod stage;
pub(crate) mod stage_table;
pub(crate) mod stepper;
pub(crate) mod svg;
pub(crate) mod timeline;
pub(crate) mod transport;
pub(crate) mod why_panel;
pub(crate) mod workload_form;
pub(crate) mod yaml_panel;
