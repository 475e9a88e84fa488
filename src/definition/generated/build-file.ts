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
   * The image to build on, in place of a Dockerfile: from outside, or of this repository. Placeholders: {registry}, {registry.host}, {registry.namespace}. Default: the image has a Dockerfile.
   */
  base_image?: string;
  /**
   * What base_image gets. Carried out in the order of these keys. Default: nothing.
   */
  customizations?: {
    /**
     * What installs packages in the base. Default: known for the common bases.
     */
    package_manager?: 'dnf' | 'apt' | 'apk';
    /**
     * Where packages come from beside the base's own repositories: one of COPR by `copr`, any other by `name` and `url`. Default: none.
     */
    repositories?: {
      /**
       * A project of COPR (dnf).
       */
      copr?: string;
      /**
       * Name of the repository and of its key's file, without an ending.
       */
      name?: string;
      /**
       * Where the repository is.
       */
      url?: string;
      /**
       * Suite (apt).
       */
      suite?: string;
      /**
       * Components (apt). Default: main.
       */
      components?: string[];
      /**
       * The public key that the repository is signed with, as the package manager reads it.
       */
      key?: string;
      /**
       * The public key: a file of the image's directory.
       */
      key_path?: string;
    }[];
    /**
     * Packages to install. Default: none.
     */
    packages?: string[];
    /**
     * Users to create. Default: none.
     */
    users?: {
      /**
       * Name of the user.
       */
      name: string;
      /**
       * Login shell. Default: the base's.
       */
      shell?: string;
      /**
       * Further groups; those that do not exist are created. Default: none.
       */
      groups?: string[];
      /**
       * Hash of the password, as crypt(5) has it: never the password. It is in Git and in the image. Default: no password.
       */
      password_hash?: string;
      /**
       * Public keys that may log in. Default: none.
       */
      ssh_keys?: string[];
    }[];
    /**
     * Public keys that may log in as root. Default: none.
     */
    root_ssh_keys?: string[];
    /**
     * Files to add: each with `content` or `path`. Default: none.
     */
    files?: {
      /**
       * Absolute path in the image.
       */
      destination: string;
      /**
       * What is in it, written here.
       */
      content?: string;
      /**
       * What is in it: a file of the image's directory.
       */
      path?: string;
      /**
       * Mode, octal. Default: 0644.
       */
      mode?: string;
      /**
       * User, or user and group: names of the image, or numbers. Default: root:root.
       */
      owner?: string;
    }[];
    /**
     * Units of systemd: with `content` or `path` installed in /etc/systemd/system, without one of the base. Default: none.
     */
    systemd_units?: {
      /**
       * Name with its type.
       */
      name: string;
      /**
       * The unit, written here.
       */
      content?: string;
      /**
       * The unit: a file of the image's directory.
       */
      path?: string;
      /**
       * Start it with the system. Default: false.
       */
      enabled?: boolean;
    }[];
    /**
     * Scripts to run as root while building: each with `content` or `path`; with a `#!` line run by what it names, else by /bin/sh. Default: none.
     */
    scripts?: {
      /**
       * The script, written here.
       */
      content?: string;
      /**
       * The script: a file of the image's directory.
       */
      path?: string;
    }[];
    /**
     * The agent of FlightCtl: written to /etc/flightctl/config.yaml. Default: none.
     */
    flightctl?: {
      /**
       * Where the device enrols.
       */
      enrollment_service: {
        /**
         * URL of the agent's API.
         */
        server: string;
        /**
         * The authorities to trust there, PEM. Default: those of the system.
         */
        certificate_authority?: string;
        /**
         * URL of the page that approves devices. Default: server.
         */
        ui_endpoint?: string;
      };
      /**
       * Request the certificate that devices enrol with while building, and put it into the image (early binding): see flightctl in caskwright.yaml. Default: false.
       */
      enrol?: boolean;
      /**
       * How often the device asks what it should be. Default: the agent's.
       */
      spec_fetch_interval?: string;
      /**
       * How often the device says how it is. Default: the agent's.
       */
      status_update_interval?: string;
      /**
       * Labels that a device enrols with. Default: none.
       */
      default_labels?: {
        [k: string]: string;
      };
      /**
       * What the device tells of itself. Default: the agent's.
       */
      system_info?: string[];
      /**
       * Collectors of your own, in /usr/lib/flightctl/custom-info.d. Default: none.
       */
      system_info_custom?: string[];
      /**
       * Longest time to collect it in. Default: the agent's.
       */
      system_info_timeout?: string;
      /**
       * Longest time for one pull. Default: the agent's.
       */
      pull_timeout?: string;
      /**
       * What the agent logs. Default: the agent's.
       */
      log_level?: 'panic' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
      /**
       * Keep the device's identity in a TPM.
       */
      tpm?: {
        /**
         * Default: false.
         */
        enabled?: boolean;
        /**
         * Default: /dev/tpm0.
         */
        device_path?: string;
        /**
         * Whether a password protects the owner hierarchy. Default: false.
         */
        auth_enabled?: boolean;
        /**
         * Where the key's blob is kept. Default: the agent's.
         */
        storage_file_path?: string;
      };
    };
    /**
     * Labels of the image. Default: none.
     */
    labels?: {
      [k: string]: string;
    };
  };
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
     * What the build may write, in the same units. It is ended when it writes more. Default: no limit.
     */
    disk?: string | number;
    /**
     * Longest time that the build may take: hours, minutes and seconds. Default: 60m.
     */
    timeout?: string;
  };
  /**
   * Disk images that are made of the image after it is published. Default: none.
   */
  exports?: {
    /**
     * qcow2 for QEMU and KVM, raw for bare machines, vmdk for VMware, iso for a medium, ami for AWS, tar for an archive of the files.
     */
    type: 'qcow2' | 'raw' | 'vmdk' | 'iso' | 'ami' | 'tar';
    /**
     * The machine that it is for; the image must have that platform. Default: that of the first platform.
     */
    architecture?: 'x86_64' | 'aarch64';
  }[];
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
