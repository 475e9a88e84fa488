import { Command, Option } from 'commander';
import { ARCHITECTURES, EXPORT_TYPES } from '../names/export-target.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import {
  CREDENTIALS,
  collected,
  consuming,
  FOLDER_GROUP,
  formats,
  INSECURE,
  placed,
  planning,
  positiveInteger,
  pullRequests,
  REGISTRY,
  REV,
  running,
  SINCE,
  TLS_CA,
  TLS_FIRST_USE,
} from './flags.ts';
import { BUILD, CLEAN, EPILOGUE, WORKER_ROLE } from './help.ts';
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

function isCommanderError(error: unknown): error is { exitCode: number } {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('commander.') && 'exitCode' in error
  );
}
