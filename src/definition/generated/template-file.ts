// Generated from schemas/ by scripts/generate.ts.

/**
 * template.yaml, in a folder of templates/. The other files of the folder become those of the new image: in them {name} is its name, and each {variable} has the value that was given. A template without the file has no variables.
 */
export interface TemplateFile {
  /**
   * What the template is for, in a line. Default: none.
   */
  description?: string;
  /**
   * What is asked of whoever uses the template, by name: lower-case letters, digits and _. Default: nothing.
   */
  variables?: {
    [k: string]: {
      /**
       * What a value is. Default: string.
       */
      type?: 'string' | 'integer' | 'boolean';
      /**
       * The value where none is given. Without one a value is required.
       */
      default?: string | number | boolean;
      /**
       * What the variable means. Default: none.
       */
      description?: string;
      /**
       * Glob that a value matches as a whole. Default: any.
       */
      pattern?: string;
      /**
       * The values that there are. Default: any.
       *
       * @minItems 1
       */
      choices?: string[];
    };
  };
}
