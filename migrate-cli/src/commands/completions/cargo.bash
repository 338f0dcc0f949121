
# What stands behind `cargo migrate` is completed like what stands behind `cargo-migrate`, and the rest by
# what completed `cargo` before.
_cargo_and_migrate() {
    if [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} == migrate ]]; then
        COMP_WORDS=(cargo-migrate "${COMP_WORDS[@]:2}")
        COMP_CWORD=$((COMP_CWORD - 1))
        _cargo__migrate cargo-migrate "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    elif [[ -n $_cargo_without_migrate ]]; then
        "$_cargo_without_migrate" "$@"
    fi
}
if ! complete -p cargo &>/dev/null && declare -F __load_completion &>/dev/null; then
    __load_completion cargo
fi
if [[ $(complete -p cargo 2>/dev/null) =~ -F\ ([^ ]+) && ${BASH_REMATCH[1]} != _cargo_and_migrate ]]; then
    _cargo_without_migrate=${BASH_REMATCH[1]}
fi
complete -o bashdefault -o default -F _cargo_and_migrate cargo
