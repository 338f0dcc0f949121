//! dbmate: one file with both scripts, and a program that pip brings.

use migrate_tests::peers::dbmate;

use crate::engine::Engine;
use crate::tools::{self, DBMATE};

#[test]
fn a_project_of_its_command_goes_on() {
    if dbmate().is_some() {
        tools::goes_on(&Engine::sqlite(), &DBMATE);
        tools::fails(&Engine::sqlite(), &DBMATE, false);
    }
}
