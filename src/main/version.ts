import manifest from '../../package.json' with { type: 'json' };

/** The version that `--version` prints and registries see. */
export const VERSION: string = manifest.version;
