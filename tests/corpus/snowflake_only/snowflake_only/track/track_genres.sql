select
    track_id,
    array_size(array_distinct(transform(genres, g -> lower(g::string)))) as genre_count,
    array_size(filter(genres, g -> g::string ilike '%electro%' or g::string ilike '%techno%')) > 0 as is_electronic,
    array_max(transform(audio:sections, s -> s:seconds::float))::float as longest_section_seconds,
    array_size(filter(audio:sections, s -> s:mode::string = 'major')) as sections_in_major,
    width_bucket(duration_seconds, 0, 600, 10) as duration_bucket
from catalog.tracks
