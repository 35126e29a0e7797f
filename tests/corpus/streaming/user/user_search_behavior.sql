with cleaned as (
    select
        user_id,
        {{ clean_text('query') }} as q,
        result_count,
        clicked_title_id
    from events.searches
    where searched_at >= to_date('{{ ds }}') - 30
      and searched_at < to_date('{{ ds }}')
)
select
    user_id,
    count(*) as searches_trailing_30_days,
    avg(iff(result_count = 0, 1, 0)) as zero_result_rate_trailing_30_days,
    count(clicked_title_id) / count(*) as click_through_rate_trailing_30_days,
    avg(regexp_count(q, '[^ ]+')) as avg_query_words_trailing_30_days,
    count(distinct q) as distinct_queries_trailing_30_days
from cleaned
where q <> ''
group by user_id
