// Generated from schemas/ by scripts/generate.ts.

/**
 * build.yaml: one image of the repository; build.<variant>.yaml beside it: another one of the same directory. Every key has a default; an empty file describes an image that is named after its directory and built from its Dockerfile.
 */
export interface BuildFile {
  /**
   * Name of the image below the registry's namespace, by the grammar of an OCI repository. Default: the name of the directory; in build.<variant>.yaml with the variant behind it.
   */
  name?: string;
  /**
   * Version of the image, published as a tag beside the moving tags. Read as it is written: 1.10 stays 1.10. Default: only moving tags are published.
   */
  version?: string | number;
  /**
   * Title of the image in the catalogue.
   */
  display_name?: string;
  /**
   * What the image is for, in a sentence.
   */
  description?: string;
  /**
   * Category of the image in the catalogue.
   */
  category?: string;
  /**
   * Tags of the catalogue, not of the registry. Default: none.
   */
  tags?: string[];
  /**
   * Free form; sent to the control API as it is. Default: empty.
   */
  metadata?: {
    [k: string]: unknown;
  };
  /**
   * Path of the Dockerfile from the image's directory. Default: Dockerfile, or Containerfile where only that exists.
   */
  dockerfile?: string;
  /**
   * Directory of the build context from the image's directory; anywhere inside the repository. Default: the image's directory.
   */
  context?: string;
  /**
   * Stage of the Dockerfile to build. Default: the last one.
   */
  target?: string;
  /**
   * Build args, over the common ones of caskwright.yaml. Placeholders: {registry}, {registry.host}, {registry.namespace}, {name}, {version}; a brace itself is written {{. Numbers are read as they are written. Default: none.
   */
  args?: {
    [k: string]: string | number | boolean;
  };
  /**
   * Platforms to build for. Default: those of caskwright.yaml.
   *
   * @minItems 1
   */
  platforms?: string[];
  /**
   * Images of this repository that the build needs and that no FROM shows. Default: none.
   */
  depends_on?: string[];
  /**
   * References of the Dockerfile that mean an image of this repository although their names do not say so. A reference without a tag stands for any tag; the child follows that image, unless the reference names a digest. Default: none.
   */
  parents?: {
    [k: string]: string;
  };
  /**
   * Python requirements files to check, from the image's directory. Default: none.
   */
  requirements?: string[];
  /**
   * Names of secrets that the build may mount; their values come from the environment of the build. Default: none.
   */
  secrets?: string[];
  /**
   * What the build may use.
   */
  resources?: {
    /**
     * Cores; fractions are allowed. Default: no limit.
     */
    cpu?: number;
    /**
     * Memory: a number with K, M, G or T (powers of 1000) or Ki, Mi, Gi or Ti (powers of 1024). Default: no limit.
     */
    memory?: string | number;
    /**
     * Longest time that the build may take: hours, minutes and seconds. Default: 60m.
     */
    timeout?: string;
  };
  /**
   * What must succeed in the built image before it is published. Default: nothing.
   */
  test?: {
    /**
     * Command and arguments; run without a shell.
     *
     * @minItems 1
     */
    command: string[];
  };
}
