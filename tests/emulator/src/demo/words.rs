//! Words for made-up people, orders and mails. No real person is meant.

pub(super) const FIRST_NAMES: [(&str, &str); 24] = [
    ("Anna", "F"),
    ("Bram", "M"),
    ("Carlijn", "F"),
    ("Daan", "M"),
    ("Eva", "F"),
    ("Freek", "M"),
    ("Guusje", "F"),
    ("Hugo", "M"),
    ("Iris", "F"),
    ("Joris", "M"),
    ("Kevin", "M"),
    ("Lotte", "F"),
    ("Marijn", "M"),
    ("Noor", "F"),
    ("Olivier", "M"),
    ("Pien", "F"),
    ("René", "M"),
    ("Sanne", "F"),
    ("Tygo", "M"),
    ("Umay", "F"),
    ("Vera", "F"),
    ("Wout", "M"),
    ("Yara", "F"),
    ("Zoë", "F"),
];

pub(super) const LAST_NAMES: [&str; 20] = [
    "Appelboom",
    "Berkenhout",
    "Citroenvlinder",
    "Dennenappel",
    "Eikenblad",
    "Fluitekruid",
    "Grasspriet",
    "Heideveld",
    "IJsvogel",
    "Jeneverbes",
    "Klaproos",
    "Lindebloesem",
    "Madelief",
    "Notendop",
    "van der Oever",
    "Paardenbloem",
    "Rozenbottel",
    "Sneeuwklok",
    "Tulpenveld",
    "Waterlelie",
];

pub(super) const HOSTS: [&str; 5] = [
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
    "post.example.org",
];

pub(super) const GROUPS: [(&str, &str); 4] = [
    ("Newsletter contacts", "Newsletter"),
    ("Customers", "Offers for customers"),
    ("Events", "Invitations"),
    ("Staff", "For colleagues"),
];

pub(super) const INTERESTS: [&str; 5] = ["garden", "kitchen", "books", "travel", "music"];

pub(super) const SIZES: [&str; 4] = ["S", "M", "L", "XL"];

pub(super) const SUBJECTS: [&str; 6] = [
    "What is new this month",
    "Spring has come",
    "Only this week",
    "Your opinion counts",
    "Five ideas for the weekend",
    "Thank you for your visit",
];

pub(super) const PRODUCTS: [(&str, &str, u32); 6] = [
    ("TULIP-10", "Ten tulip bulbs", 795),
    ("SPADE-01", "Spade", 2499),
    ("POT-20", "Flower pot, 20 cm", 649),
    ("SEED-MIX", "Wild flower seeds", 325),
    ("HOSE-15", "Garden hose, 15 m", 1995),
    ("GLOVES-M", "Gloves", 899),
];

pub(super) const CITIES: [(&str, &str, &str); 4] = [
    ("1012AB", "52.370216", "4.895168"),
    ("2011KC", "52.386639", "4.643020"),
    ("3511CD", "52.090737", "5.121420"),
    ("9711EF", "53.219383", "6.566502"),
];
