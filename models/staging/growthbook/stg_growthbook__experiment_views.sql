{{ config(enabled=is_connected('growthbook')) }}
{#- As Segment, RudderStack or a tracker of one's own lands it. -#}
with

source as (
    {{ raw_rows('growthbook', 'experiment_viewed', [
        'id', 'message_id', 'user_id', 'anonymous_id', 'experiment_id', 'variation_id',
        'variant_id', 'timestamp', 'received_at', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        coalesce({{ clean_text('id') }}, {{ clean_text('message_id') }}) as view_id,
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('anonymous_id') }} as anonymous_id,
        {{ clean_text('experiment_id') }} as experiment_id,
        coalesce({{ clean_text('variation_id') }}, {{ clean_text('variant_id') }})
            as variation_id,
        ---------- timestamps
        {{ to_utc_timestamp('timestamp') }} as viewed_at,
        {{ receipt_of(['loaded_at', 'received_at', 'timestamp']) }} as received_at
    from source
),

-- Where the tracker gives no ids, a row is named by what it says, of pseudonyms.
named as (
    select
        coalesce(
            view_id,
            {{ text_hash(
                "coalesce(" ~ pseudonymised_id('user', 'user_id') ~ ", '') || '|'"
                ~ " || coalesce("
                ~ pseudonymised_id('anonymous', 'anonymous_id') ~ ", '') || '|'"
                ~ " || coalesce(experiment_id, '') || '|'"
                ~ " || coalesce(variation_id, '') || '|'"
                ~ " || coalesce(" ~ timestamp_text('viewed_at') ~ ", '')"
            ) }}
        ) as exposure_id,
        user_id,
        anonymous_id,
        experiment_id,
        variation_id,
        viewed_at,
        received_at
    from renamed
)

select
    *,
    'experiment_viewed|' || exposure_id as record_key
from named
