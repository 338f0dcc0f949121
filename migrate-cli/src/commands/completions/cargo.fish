
# What stands behind `cargo migrate` is completed like what stands behind `cargo-migrate`.
function __fish_cargo_migrate_behind_cargo
    set -l words (commandline -opc)
    complete -C (string join -- ' ' cargo-migrate (string escape -- $words[3..-1]) (commandline -ct | string collect --allow-empty))
end
complete -c cargo -n "__fish_seen_subcommand_from migrate" -f -a "(__fish_cargo_migrate_behind_cargo)"
