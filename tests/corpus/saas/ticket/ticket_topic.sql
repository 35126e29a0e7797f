select
    t.ticket_id,
    count(distinct tag.value::string) as tag_count,
    boolor_agg(tag.value::string ilike '%billing%' or t.subject ilike '%invoice%') as mentions_billing,
    max(length(t.subject)) as subject_length
from support.tickets t,
    lateral flatten(input => t.tags, outer => true) tag
group by t.ticket_id
