with windows as (
    select
        campaign_id
        {%- for n in params.windows %},
        sum(case when {{ last_full_days('stat_date', ds, n) }} then impressions else 0 end) as impressions_{{ n }},
        sum(case when {{ last_full_days('stat_date', ds, n) }} then clicks else 0 end) as clicks_{{ n }},
        sum(case when {{ last_full_days('stat_date', ds, n) }} then cost else 0 end) as cost_{{ n }}
        {%- endfor %}
    from {{ ref('daily_campaign_stats') }}
    where {{ last_full_days('stat_date', ds, params.windows | max) }}
    group by campaign_id
)
select
    campaign_id
    {%- for n in params.windows %},
    {{ rate('clicks_' ~ n, 'impressions_' ~ n) }} as ctr_trailing_{{ n }}_days,
    1000 * {{ rate('cost_' ~ n, 'impressions_' ~ n) }} as cpm_trailing_{{ n }}_days
    {%- endfor %}
from windows
