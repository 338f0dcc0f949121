//! A scripted driver.
