select
    product_id,
    array_size(split(trim(regexp_replace(title, '\\s+', ' ')), ' ')) as title_words,
    nullif(trim(brand), '') is not null as has_brand,
    weight_grams / 1000.0 as weight_kg,
    coalesce(attributes:organic::boolean, false) as is_organic,
    coalesce(array_size(attributes:colours), 0) as colour_count,
    length(coalesce(regexp_replace(description, '<[^>]*>', ''), '')) as description_length
from app.products
