with latest as (
    select track_id, scored_at, energy, valence, danceability
    from catalog.track_scores
    where scored_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by track_id order by scored_at desc) = 1
),
long as (
    select track_id, scored_at, trait, score
    from latest unpivot (score for trait in (energy, valence, danceability))
)
select
    track_id,
    max(score) as strongest_trait,
    max(score) - min(score) as trait_spread,
    datediff('day', max(scored_at), '{{ ds }}'::timestamp_ntz) as days_since_scored
from long
group by track_id
