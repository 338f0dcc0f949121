//! Throwaway databases.
use migrate_runtime::shadow::{Provider, Shadow};

#[tokio::test]
async fn measure() {
    for target in ["postgres 15", "mariadb 10.11"] {
        for _ in 0..4 {
            let t = std::time::Instant::now();
            let mut s =
                Shadow::start(&Provider::Auto, target.parse().unwrap(), None).await.unwrap();
            let a = t.elapsed();
            println!("{} {} {:?}", s.words(), s.url(), a);
            println!("{}", s.another().await.unwrap());
            let t = std::time::Instant::now();
            drop(s);
            println!("drop {:?}", t.elapsed());
        }
    }
}
