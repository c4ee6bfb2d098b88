//! What users notice: the ledger's numbers through whole runs.

mod cluster;
mod lessons;
mod network;
mod properties;
