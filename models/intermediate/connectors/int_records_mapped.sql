{{ config(enabled=has_connectors()) }}
{{ union_mapped('records') }}
