{% set parts = var('day_parts') -%}
with by_part as (
    select
        campaign_id,
        {%- for p in parts %}
        count_if(hour(served_at) >= {{ p.from }} and hour(served_at) < {{ p.to }}) as shown_{{ p.slug }},
        count_if(hour(served_at) >= {{ p.from }} and hour(served_at) < {{ p.to }} and clicks > 0) as clicked_{{ p.slug }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from mart.fct_impressions
    where {{ since('served_at', ds, 28) }}
    group by campaign_id
)
select campaign_id
    {%- for p in parts %}
    , clicked_{{ p.slug }} / nullif(shown_{{ p.slug }}, 0) as ctr_{{ p.slug }}
    {%- endfor %}
from by_part
