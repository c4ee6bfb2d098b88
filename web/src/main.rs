//! Mounts the lab page.

fn main() {
    web::mount();
}
