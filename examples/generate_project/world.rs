//! What the generated projects are about: a marketplace of brands, retailers and products, with its entities, the
//! events that happen to them, and the source tables that hold both.

/// An entity and its join keys.
pub struct Entity {
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub description: &'static str,
    /// The source table with one row per entity, where there is one.
    pub dimension: Option<&'static Dimension>,
}

/// A source table with one row per event. All of them carry the columns of [`EVENT_KEYS`].
pub struct Event {
    pub table: &'static str,
    pub what: &'static str,
    pub time: &'static str,
    pub amount: &'static str,
    pub count: &'static str,
    pub flag: &'static str,
}

/// A source table with one row per thing.
pub struct Dimension {
    pub table: &'static str,
    pub key: &'static str,
    pub number: &'static str,
    /// Further text columns.
    pub texts: &'static [&'static str],
}

/// The columns by which every event can be told apart and grouped.
pub const EVENT_KEYS: &[&str] = &[
    "brand_token",
    "retailer_token",
    "product_token",
    "category",
    "country",
];

const BRANDS: Dimension = Dimension {
    table: "brands",
    key: "brand_token",
    number: "commission_rate",
    texts: &["category", "country"],
};
const RETAILERS: Dimension = Dimension {
    table: "retailers",
    key: "retailer_token",
    number: "credit_limit",
    texts: &["country"],
};
const PRODUCTS: Dimension = Dimension {
    table: "products",
    key: "product_token",
    number: "list_price",
    texts: &["brand_token", "category"],
};

pub const DIMENSIONS: &[&Dimension] = &[&BRANDS, &RETAILERS, &PRODUCTS];

pub const ENTITIES: &[Entity] = &[
    Entity {
        name: "brand",
        keys: &["brand_token"],
        description: "A maker that sells on the marketplace",
        dimension: Some(&BRANDS),
    },
    Entity {
        name: "retailer",
        keys: &["retailer_token"],
        description: "A shop that buys on the marketplace",
        dimension: Some(&RETAILERS),
    },
    Entity {
        name: "product",
        keys: &["product_token"],
        description: "Something that a brand sells",
        dimension: Some(&PRODUCTS),
    },
    Entity {
        name: "category",
        keys: &["category"],
        description: "A branch of the catalogue",
        dimension: None,
    },
    Entity {
        name: "retailer_product",
        keys: &["retailer_token", "product_token"],
        description: "A shop and something that it may buy",
        dimension: None,
    },
    Entity {
        name: "brand_country",
        keys: &["brand_token", "country"],
        description: "A maker in one of its markets",
        dimension: None,
    },
    Entity {
        name: "retailer_brand_category",
        keys: &["retailer_token", "brand_token", "category"],
        description: "A shop, a maker, and a branch of the catalogue",
        dimension: None,
    },
];

pub const EVENTS: &[Event] = &[
    Event {
        table: "orders",
        what: "order",
        time: "ordered_at",
        amount: "order_amount",
        count: "quantity",
        flag: "is_opening_order",
    },
    Event {
        table: "page_views",
        what: "page_view",
        time: "viewed_at",
        amount: "seconds_on_page",
        count: "clicks",
        flag: "added_to_cart",
    },
    Event {
        table: "reviews",
        what: "review",
        time: "reviewed_at",
        amount: "rating",
        count: "helpful_votes",
        flag: "is_verified",
    },
    Event {
        table: "refunds",
        what: "refund",
        time: "refunded_at",
        amount: "refund_amount",
        count: "quantity_returned",
        flag: "is_full_refund",
    },
];
