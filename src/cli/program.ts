import { Command, InvalidArgumentError, Option } from 'commander';
import { type CredentialSource, parseCredentialSource } from '../definition/credential-source.ts';
import { ARCHITECTURES, EXPORT_TYPES } from '../names/export-target.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { say } from './problem.ts';

/** Runs one command line (without the program's own name) and returns its exit code. Throws only for a bug of ours. */
export async function runCommandLine(
  context: CommandContext,
  args: readonly string[],
  version: string,
): Promise<number> {
  let code: ExitCode = exitCode.done;
  const program = createProgram(context, version, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof Error && error.name === 'BlobUnavailable') {
      say(context, error.message, 'git fetch --refetch fills a partial clone; git fsck finds a damaged one');
      return exitCode.environment;
    }
    // Commander has said what is wrong (exit code not 0), or shown help or version (0).
    if (!isCommanderError(error)) throw error;
    return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  }
}

/** The command with all its subcommands; what a subcommand needs is loaded when it runs. */
function createProgram(context: CommandContext, version: string, done: (code: ExitCode) => void): Command {
  const program = new Command('caskwright')
    .description('Keeps a fleet of container images in step with a Git repository.')
    .version(version)
    .option('-C, --directory <dir>', 'run as if started in <dir>')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: (text) => context.stderr.write(text) })
    .exitOverride()
    .addHelpText('after', EPILOGUE);
  const command = (usage: string, description: string) =>
    program.command(usage).description(description).exitOverride().copyInheritedSettings(program);

  command('init [dir]', 'adopt a repository: write caskwright.yaml and the build.yaml files that are missing')
    .option('--dry-run', 'show the files and write none')
    .option('--no-pull', 'leave out the images under containers, which are fetched ahead otherwise')
    .addOption(
      new Option('--names <by>', 'what images are named after').choices(['directory', 'path']).default('directory'),
    )
    .action(async (dir: string | undefined, _, self: Command) =>
      done(await (await import('./init.ts')).init(context, dir, self.optsWithGlobals())),
    );

  command('validate', 'check every build.yaml, Dockerfile and requirements file; all findings at once')
    .addOption(REV)
    .addOption(REGISTRY)
    .addOption(formats('pretty', 'json', 'github', 'sarif'))
    .addOption(
      new Option('--linter <program...>', 'ask these as well, and leave out what they say twice').choices([
        'hadolint',
        'buildx',
      ]),
    )
    .action(async (_, self: Command) =>
      done(await (await import('./validate.ts')).validate(context, self.optsWithGlobals())),
    );

  planning(command('plan [image...]', 'show what a build would do, and why'))
    .addOption(SINCE)
    .addOption(formats('pretty', 'json', 'mermaid', 'dot'))
    .action(async (images: string[], _, self: Command) =>
      done(await (await import('./plan.ts')).plan(context, images, self.optsWithGlobals())),
    );

  planning(command('explain <image>', 'tell the whole chain of reasons for one image'))
    .addOption(SINCE)
    .option('--why-not', 'why it is not built, and which changes make no difference to it')
    .addOption(formats('pretty', 'json'))
    .action(async (image: string, _, self: Command) =>
      done(await (await import('./explain.ts')).explain(context, image, self.optsWithGlobals())),
    );

  command('containerfile <image>', 'print the Containerfile that is generated for an image with base_image')
    .addOption(REV)
    .addOption(REGISTRY)
    .action(async (image: string, _, self: Command) =>
      done(await (await import('./containerfile.ts')).printContainerfile(context, image, self.optsWithGlobals())),
    );

  command('graph', 'show which image builds on which')
    .addOption(REV)
    .addOption(REGISTRY)
    .addOption(formats('mermaid', 'dot', 'json'))
    .action(async (_, self: Command) =>
      done(await (await import('./graph.ts')).graph(context, self.optsWithGlobals())),
    );

  running(
    planning(
      command(
        'build [image...]',
        'build what differs from the registry, publish and register it; or one folder: build . -t name:tag',
      ),
    ),
  )
    .option('--dry-run', 'stop after the plan')
    .option('--no-push', 'build, test, and publish nothing')
    .option('--allow-dirty', 'publish although files differ from the commit')
    .option('--export', 'make the disk images that build.yaml asks for')
    .optionsGroup(FOLDER_GROUP)
    .option('-t, --tag <name:tag>', 'push it under this name (repeatable)', collected)
    .option('-f, --file <path>', 'the Dockerfile, where it is not in the folder')
    .option('--build-arg <key=value>', 'a build arg; without a value that of the environment (repeatable)', collected)
    .option('--target <stage>', 'the stage to build')
    .option('--platform <platforms>', 'linux/amd64,linux/arm64; an index where there are several', collected)
    .option('--label <key=value>', 'a label of the image (repeatable)', collected)
    .option('--secret <id=…,src=…>', 'a secret for RUN --mount=type=secret; or env=… (repeatable)', collected)
    .option('--cache-from <place>', 'layers of earlier builds: a reference, or type=…', collected)
    .option('--cache-to <place>', 'where layers are kept for later builds', collected)
    .option('--no-cache', 'do not reuse layers')
    .addOption(INSECURE)
    .addOption(TLS_CA)
    .addOption(TLS_FIRST_USE)
    .addOption(CREDENTIALS)
    .addHelpText('after', BUILD)
    .action(async (images: string[], _, self: Command) =>
      done(await (await import('./build.ts')).build(context, images, self.optsWithGlobals())),
    );

  running(command('release <tag>', 'publish all images of a Git tag as one set; what is built already is promoted'))
    .addOption(REGISTRY)
    .option('--dry-run', 'stop after the plan')
    .option('--rebuild', 'build every image again instead of promoting what exists')
    .action(async (tag: string, _, self: Command) =>
      done(await (await import('./release.ts')).release(context, tag, self.optsWithGlobals())),
    );

  command('lock', 'write caskwright.lock: what every base from outside means, by digest')
    .addOption(REGISTRY)
    .option('--update [base...]', 'ask again about these bases, or about all')
    .option('--dry-run', 'write nothing')
    .addOption(formats('pretty', 'json'))
    .action(async (_, self: Command) => done(await (await import('./lock.ts')).lock(context, self.optsWithGlobals())));

  command('drift', 'show what has moved on: bases, pins, ages, and the registry against Git')
    .addOption(REV)
    .addOption(REGISTRY)
    .option('--branch <branch>', 'the branch that the commit belongs to, where none is checked out')
    .option('--fix [branch]', 'raise pins and the lock in one commit on a branch (caskwright/drift)')
    .addOption(formats('pretty', 'json'))
    .action(async (_, self: Command) =>
      done(await (await import('./drift.ts')).drift(context, self.optsWithGlobals())),
    );

  command('list [image]', 'show what the registry holds: tags, digests, fingerprints, age')
    .option('--registry <host/namespace>', 'all images of this registry, whoever pushed them')
    .addOption(formats('pretty', 'json'))
    .option('--json', 'the same as --format json')
    .addOption(INSECURE)
    .addOption(TLS_CA)
    .addOption(TLS_FIRST_USE)
    .addOption(CREDENTIALS)
    .action(async (image: string | undefined, _, self: Command) =>
      done(await (await import('./list.ts')).list(context, image, self.optsWithGlobals())),
    );

  command('export <image>', 'make disk images of an image that is published: for virtual machines, media, archives')
    .addOption(REGISTRY)
    .option('--branch <branch>', 'the branch that the commit belongs to, where none is checked out')
    .addOption(new Option('--type <type>', 'one of these, in exports of build.yaml or not').choices(EXPORT_TYPES))
    .addOption(new Option('--architecture <architecture>', 'for this machine').choices(ARCHITECTURES))
    .option('--to <path>', 'a folder or file in place of the storage in caskwright.yaml')
    .option('--json', 'what was made, as JSON on stdout')
    .action(async (image: string, _, self: Command) =>
      done(await (await import('./export.ts')).exportOf(context, image, self.optsWithGlobals())),
    );

  command('clean [image...]', 'remove from the registry what nothing needs any more; says what would go unless --apply')
    .addOption(REGISTRY)
    .option('--apply', 'remove it')
    .option('--keep <file>', 'references of what runs somewhere, one a line: they stay')
    .option('--closed <number>', 'a pull request that is closed: its scratch tags go (repeatable)', pullRequests)
    .option('--limit <n>', 'removals at most, of the registry and of disk images each', positiveInteger, 1000)
    .option('--verbose', 'also what stays, and why')
    .option('--json', 'one JSON object on stdout')
    .addHelpText('after', CLEAN)
    .action(async (images: string[], _, self: Command) =>
      done(await (await import('./clean.ts')).clean(context, images, self.optsWithGlobals())),
    );

  command('new <image>', 'make an image directory from a template')
    .option('-t, --template <template>', 'templates/<template> of the repository, or a built-in one', 'minimal')
    .option('--set <key=value>', "a value for one of the template's variables (repeatable)", collected)
    .action(async (image: string, _, self: Command) =>
      done(await (await import('./new.ts')).newImage(context, image, self.optsWithGlobals())),
    );

  consuming(command('pull [name...]', 'fetch the images under containers in caskwright.yaml, or those named')).action(
    async (names: string[], _, self: Command) =>
      done(await (await import('./pull.ts')).pull(context, names, self.optsWithGlobals())),
  );

  const containers = command('containers', 'the running containers of those images: list, refresh, stop');
  const ofContainers = (usage: string, description: string) =>
    consuming(containers.command(usage).description(description).exitOverride().copyInheritedSettings(program));

  ofContainers('list', 'show them, and which are behind their registry').action(async (_, self: Command) =>
    done(await (await import('./containers.ts')).listContainers(context, self.optsWithGlobals())),
  );

  ofContainers('refresh [name]', 'put one, or all, on the image as it is now, with the settings that they have')
    .option('--force', 'make it anew although it is in step')
    .action(async (name: string | undefined, _, self: Command) =>
      done(await (await import('./containers.ts')).refreshContainers(context, name, self.optsWithGlobals())),
    );

  ofContainers('stop [name]', 'end one, or all')
    .option('--all', 'every one')
    .action(async (name: string | undefined, _, self: Command) =>
      done(await (await import('./containers.ts')).stopContainers(context, name, self.optsWithGlobals())),
    );

  placed(command('serve', 'run the server: webhooks in, images out, an API and logs'))
    .option('--print-config', 'show what file, environment and flags come to, secrets masked, and end')
    .option('--host <address>', 'the address to listen on')
    .option('--port <n>', 'the port to listen on; 0 takes a free one')
    .option('--public-url <url>', 'where people and forges reach the server')
    .option('--repository <url>', 'a repository to build (repeatable)', collected)
    .action(async (_, self: Command) => done(await (await import('./serve.ts')).serve(context, self.opts())));

  placed(command('worker', 'build for a server, from its DATABASE_URL')).action(async (_, self: Command) =>
    done(await (await import('./serve.ts')).worker(context, self.opts())),
  );

  command('worker-role <name>', 'print the SQL that makes a role of least rights for a worker of its own')
    .addHelpText('after', WORKER_ROLE)
    .action(async (name: string) => done(await (await import('./serve.ts')).workerRole(context, name)));

  command('completion <shell>', 'print a completion script for bash, zsh or fish').action(async (shell: string) =>
    done(await (await import('./completion.ts')).completion(context, shell, program)),
  );

  return program;
}

const EPILOGUE = `
Start with:
  caskwright validate          is everything that the repository says right?
  caskwright plan              what would be built, and why?
  caskwright build --no-push   does it build?
  caskwright build             build, publish, register

Exit codes: 0 done · 1 findings or failed builds · 2 wrong usage or configuration
            3 no builder, registry or control API in reach · 130 cancelled`;

const CLEAN = `
Without names: the images that are in Git. One that Git does not have any more is cleaned by
its name: caskwright clean <image>. How long builds are kept: retention.landings in caskwright.yaml.
Where that has exports, disk images of older versions than exports.keep go as well.`;

const WORKER_ROLE = `
  caskwright worker-role builder_1 | psql "$DATABASE_URL"      as the owner of the database
  psql "$DATABASE_URL" -c '\\password builder_1'
  DATABASE_URL=postgres://builder_1:…@db/caskwright caskwright worker     on the other machine`;

const BUILD = `
With a path (., ./app, /src/app), -t or -f it builds that folder's Dockerfile outside of any repository, and pushes it:
  caskwright build . -t registry.example/team/app:1.0
Its last line on stdout is the reference by digest. Without a host in -t the image goes to the registry of
--registry or of the caskwright.yaml beside. Exit code 1: the build failed; 3: builder or registry out of reach.`;

const FOLDER_GROUP = 'One folder (build . -t name:tag):';
const INSECURE = new Option('--insecure', 'do not check the registry’s certificate; HTTP where it has no HTTPS');
const TLS_CA = new Option('--tls-ca <file>', 'PEM file of the authority that signed the registry’s certificate');
const TLS_FIRST_USE = new Option(
  '--tls-trust-on-first-use',
  'trust the certificate that the registry shows now, and no other one later',
);
const CREDENTIALS = new Option(
  '--credentials <place>',
  'kubernetes[:namespace/secret], file:<path> or env:<user>,<password>: where the login is',
).argParser(credentialSource);
const REV = new Option('--rev <rev>', 'read this commit instead of the work tree');
const REGISTRY = new Option('--registry <host/namespace>', 'in place of the registry in caskwright.yaml');
const SINCE = new Option('--since <rev>', 'compare with a commit instead of the registry').conflicts([
  'force',
  'scheduled',
  'output',
]);

function formats(...names: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'how to print it').choices(names).default(names[0]);
}

function planning(command: Command): Command {
  return command
    .addOption(REV)
    .addOption(REGISTRY)
    .option('--branch <branch>', 'the branch that the commit belongs to, where none is checked out')
    .option('--force', 'build the images and all that stand on them, held or not')
    .option('--scheduled', 'build again what is older than policy.max_age, and all that stands on it')
    .option('--output <oci:dir>', 'an OCI image layout in place of the registry');
}

function running(command: Command): Command {
  return command
    .addOption(new Option('--builder <builder>', 'what builds').choices(['auto', 'buildx', 'podman', 'buildah']))
    .option('--concurrency <n>', 'builds at one time', positiveInteger)
    .option('--no-keep-going', 'after the first failure start nothing new')
    .option('--json', 'one event a line on stdout');
}

/** What the commands of those who use images have in common. */
function consuming(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <engine>', 'what runs containers').choices(['auto', 'docker', 'podman', 'container']),
    )
    .option('--json', 'JSON on stdout');
}

/** What a server and a further machine of it have in common. */
function placed(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration (docs/reference/server.md); environment and flags stand above it')
    .option('--data <dir>', 'the folder for all that is kept')
    .option('--slots <n>', 'builds at one time; 0: none here')
    .option('--platforms <list>', 'the platforms to build, commas between them');
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function credentialSource(text: string): CredentialSource {
  const parsed = parseCredentialSource(text);
  if (parsed.ok) return parsed.value;
  throw new InvalidArgumentError(parsed.error);
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1 to 9999 is needed');
}

function pullRequests(text: string, before: readonly number[] = []): readonly number[] {
  if (/^[1-9]\d{0,8}$/.test(text)) return [...before, Number(text)];
  throw new InvalidArgumentError('the number of a pull request is needed');
}

function isCommanderError(error: unknown): error is { exitCode: number } {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('commander.') && 'exitCode' in error
  );
}
