/** What `--help` says below the options of a command. */

export const EPILOGUE = `
Start with:
  caskwright validate          is everything that the repository says right?
  caskwright plan              what would be built, and why?
  caskwright build --no-push   does it build?
  caskwright build             build, publish, register

Exit codes: 0 done · 1 findings or failed builds · 2 wrong usage or configuration
            3 no builder, registry or control API in reach · 130 cancelled`;

export const CLEAN = `
Without names: the images that are in Git. One that Git does not have any more is cleaned by
its name: caskwright clean <image>. How long builds are kept: retention.landings in caskwright.yaml.
Where that has exports, disk images of older versions than exports.keep go as well.`;

export const WORKER_ROLE = `
  caskwright worker-role builder_1 | psql "$DATABASE_URL"      as the owner of the database
  psql "$DATABASE_URL" -c '\\password builder_1'
  DATABASE_URL=postgres://builder_1:…@db/caskwright caskwright worker     on the other machine`;

export const BUILD = `
With a path (., ./app, /src/app), -t or -f it builds that folder's Dockerfile outside of any repository, and pushes it:
  caskwright build . -t registry.example/team/app:1.0
Its last line on stdout is the reference by digest. Without a host in -t the image goes to the registry of
--registry or of the caskwright.yaml beside. Exit code 1: the build failed; 3: builder or registry out of reach.`;
