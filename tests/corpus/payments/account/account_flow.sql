select
    account_id,
    sum(amount_in) as amount_in_trailing_30_days,
    sum(amount_out) as amount_out_trailing_30_days,
    {{ ratio('sum(amount_out)', 'sum(amount_in)') }} as pass_through_ratio_trailing_30_days
from mart.daily_account_flow
where flow_date >= {{ day(ds) }} - 30
  and flow_date <= {{ day(ds) }} - 1
group by account_id
