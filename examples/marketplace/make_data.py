"""Write the marketplace's made-up data into `data/`.

    pip install duckdb==1.5.6
    python3 make_data.py

The same seed and the same DuckDB give the same files. Nothing here is real: names, shops and sales are invented.
Four months end on 31 August 2023, so as-of times in that month have a past to look back on.
"""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

DATA = Path(__file__).resolve().parent / "data"
START = datetime(2023, 5, 1)
END = datetime(2023, 9, 1)
MIDNIGHT = datetime(2023, 8, 15)  # events at exactly this moment belong to as-of times after it

CATEGORIES = ["Home décor", "Food & drink", "Jewelry", "Kids' & baby", "Stationery"]
COUNTRIES = ["US", "US", "US", "CA", "GB", "FR", "DE", "NL", None]
FIRST = ["Amber", "Björn", "Cedar", "Dusk", "Élan", "Fable", "Grão", "Harbour", "Inkwell", "Juniper", "Kōji", "Lune"]
SECOND = ['& Sons', 'Studio', 'Ceramics', "Maker's Co.", 'Paper, Ltd', '"Atelier"', 'Foods', 'Bébé', '工房', 'Candle Co.']
THINGS = ["mug", "bowl", "candle", "print", "notebook", "earrings", "rattle", "granola", "thé vert", 'frame 8" × 10"']
ODD_PRODUCT_TOKENS = {13: "p_013|gold", 21: "p_021\\matte", 34: "p_034'xl", 55: "p_055-été", 89: "p_089|a\\|b"}


def moment(rng, start=START, end=END):
    return start + timedelta(seconds=rng.randrange(int((end - start).total_seconds())))


def make_brands(rng):
    brands = []
    for number in range(40):
        name = f"{rng.choice(FIRST)} {rng.choice(SECOND)}"
        domain = None if number % 13 == 5 else f"brand{number:02}.example"
        if number == 31:
            domain = "brand30.example"  # two brands share a domain
        brands.append((f"b_{number:03}", name, domain, number % 7 != 3, moment(rng, datetime(2022, 1, 1), datetime(2023, 8, 10))))
    return brands


def make_products(rng, brands):
    products = []
    for number in range(150):
        brand = brands[rng.randrange(36)]  # the last four brands sell nothing
        category = rng.choice(CATEGORIES)
        if number % 25 == 7:
            category = None
        elif number % 40 == 11:
            category = "Curiosités"  # in no list
        products.append((
            ODD_PRODUCT_TOKENS.get(number, f"p_{number:03}"),
            brand[0],
            f"{rng.choice(FIRST)} {rng.choice(THINGS)}",
            category,
            None if number % 50 == 17 else rng.randrange(250, 12000),
            None if number % 9 == 4 else rng.random() < 0.4,
            moment(rng, datetime(2023, 1, 1), datetime(2023, 8, 20)),
        ))
    return products


def make_retailers(rng):
    return [
        (number, f"{rng.choice(FIRST)}’s shop nº {number}", rng.choice(COUNTRIES), moment(rng, datetime(2022, 6, 1), datetime(2023, 8, 1)))
        for number in range(1, 71)
    ]


def make_contact_book(rng, retailers):
    rows = []
    for _ in range(700):
        retailer = rng.choice(retailers)
        domain = f"brand{min(39, int(rng.expovariate(0.08))):02}.example" if rng.random() < 0.9 else rng.choice(["mail.example", None])
        rows.append((retailer[0], domain, moment(rng, datetime(2023, 6, 1), END)))
    rows += rows[:25]  # an address found twice counts once
    rows.append((70, "brand01.example", MIDNIGHT))
    return rows


def make_orders(rng, retailers, products):
    by_brand = {}
    for product in products:
        by_brand.setdefault(product[1], []).append(product)
    sellers = list(by_brand)
    orders, items = [], []
    for number in range(1, 2601):
        brand = sellers[min(len(sellers) - 1, int(rng.expovariate(0.11)))]
        ordered_at = MIDNIGHT if number % 650 == 0 else moment(rng)
        cancelled_at = ordered_at + timedelta(hours=rng.randrange(1, 240)) if rng.random() < 0.08 else None
        days = rng.lognormvariate(1.0, 0.6)
        fulfilled_at = None if cancelled_at or rng.random() < 0.05 else (ordered_at + timedelta(days=days)).replace(microsecond=0)
        if fulfilled_at and fulfilled_at >= END:
            fulfilled_at = None
        if cancelled_at and cancelled_at >= END:
            cancelled_at = None
        orders.append((number, rng.choice(retailers[:64])[0], brand, ordered_at, fulfilled_at, cancelled_at))
        chosen = rng.sample(by_brand[brand], min(len(by_brand[brand]), rng.choice([1, 1, 2, 3])))
        for product in chosen:
            price = product[4] if product[4] is not None else 1999
            items.append((number, product[0], rng.randrange(1, 13), price))
    return orders, items


def make_views(rng, retailers, products):
    rows = []
    for _ in range(6000):
        product = products[min(149, int(rng.expovariate(0.025)))]
        rows.append((rng.choice(retailers)[0], product[0], moment(rng, datetime(2023, 7, 1), END)))
    rows.append((1, products[13][0], MIDNIGHT))
    return rows


def make_vectors(rng, products):
    rows = []
    for product in products[:140]:  # the newest products have no embedding yet
        x, y, z = (rng.gauss(0, 1) for _ in range(3))
        for version in range(rng.randrange(1, 5)):
            drift = [round(value + rng.gauss(0, 0.2), 4) for value in (x, y, z)]
            rows.append((product[0], f"v2.{version}", moment(rng, datetime(2023, 7, 1), END), *drift))
    return rows


def text(value):
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def write_csv(name, columns, rows):
    with open(DATA / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[text(value) for value in row] for row in rows])


def write_parquet(name, columns, rows):
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"create table written ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    connection.executemany(f"insert into written values ({', '.join('?' * len(columns))})", rows)
    target = str(DATA / f"{name}.parquet").replace("'", "''")
    connection.execute(f"copy written to '{target}' (format parquet, compression zstd)")


def main():
    rng = random.Random(20230801)
    DATA.mkdir(exist_ok=True)
    brands = make_brands(rng)
    products = make_products(rng, brands)
    retailers = make_retailers(rng)
    orders, items = make_orders(rng, retailers, products)
    write_csv("brands", ["token", "name", "url_domain", "active", "created_at"], brands)
    write_csv(
        "products",
        ["token", "brand_token", "name", "category", "wholesale_price_cents", "is_handmade", "created_at"],
        products,
    )
    write_csv("retailers", ["id", "name", "country", "created_at"], retailers)
    write_parquet(
        "retailer_to_brand_email_domains",
        {"retailer_id": "bigint", "email_domain": "varchar", "created_at": "timestamp"},
        make_contact_book(rng, retailers),
    )
    write_parquet(
        "orders",
        {
            "id": "bigint",
            "retailer_id": "bigint",
            "brand_token": "varchar",
            "ordered_at": "timestamp",
            "fulfilled_at": "timestamp",
            "cancelled_at": "timestamp",
        },
        orders,
    )
    write_parquet(
        "order_items",
        {"order_id": "bigint", "product_token": "varchar", "quantity": "integer", "unit_price_cents": "integer"},
        items,
    )
    write_parquet(
        "product_views",
        {"retailer_id": "bigint", "product_token": "varchar", "viewed_at": "timestamp"},
        make_views(rng, retailers, products),
    )
    write_parquet(
        "product_vectors",
        {
            "product_token": "varchar",
            "model_version": "varchar",
            "embedded_at": "timestamp",
            "dim_0": "double",
            "dim_1": "double",
            "dim_2": "double",
        },
        make_vectors(rng, products),
    )


if __name__ == "__main__":
    main()
