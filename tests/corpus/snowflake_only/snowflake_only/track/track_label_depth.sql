with levels as (
    select artist_id, level - 1 as levels_above
    from (
        select artist_id, parent_artist_id
        from catalog.artist_parents
        where created_at < '{{ ds }}'::timestamp_ntz
    )
    start with parent_artist_id is null
    connect by parent_artist_id = prior artist_id
)
select t.track_id, l.levels_above as levels_above_artist
from catalog.tracks t
join levels l on l.artist_id = t.artist_id
where t.created_at < '{{ ds }}'::timestamp_ntz
