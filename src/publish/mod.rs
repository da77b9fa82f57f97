//! The only place that writes what a build makes.
