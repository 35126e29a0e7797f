select
    author_id as agent_id,
    count(*) as replies_trailing_30_days,
    avg(regexp_count(coalesce(body, ''), '[^[:space:]]+')) as avg_reply_words_trailing_30_days,
    avg(iff(regexp_like(ltrim(coalesce(body, '')), '(hi|hello|dear)\\b.*', 'is'), 1, 0)) as greeting_rate_trailing_30_days
from support.messages
where author_type = 'agent'
  and author_id is not null
  and to_char(sent_at, 'YYYY-MM-DD') < '{{ ds }}'
  and to_char(sent_at, 'YYYY-MM-DD') >= '{{ macros.ds_add(ds, -30) }}'
group by author_id
