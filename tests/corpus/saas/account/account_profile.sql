select
    a.account_id,
    case a.employee_band
        when '1-10' then 1
        when '11-50' then 2
        when '51-200' then 3
        when '201-1000' then 4
        when '1000+' then 5
    end as employee_band_rank,
    a.parent_account_id is not null as is_subsidiary,
    coalesce(c.n, 0) as subsidiaries,
    nullif(trim(a.website), '') is not null as has_website
from crm.accounts a
left join (
    select parent_account_id, count(*) as n
    from crm.accounts
    where parent_account_id is not null
    group by parent_account_id
) c on c.parent_account_id = a.account_id
