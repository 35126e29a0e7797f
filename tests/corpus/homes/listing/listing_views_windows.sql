select
    listing_id,
    {%- for days in var('windows') %}
    count_if({{ window('viewed_at', days) }}) as views_trailing_{{ days }}_days,
    count(distinct iff({{ window('viewed_at', days) }}, buyer_id, null)) as buyers_trailing_{{ days }}_days{{ "," if not loop.last }}
    {%- endfor %}
from web.listing_views
where {{ window('viewed_at', 30) }}
group by listing_id
