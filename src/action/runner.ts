import * as core from '@actions/core';

/** The runner as an action sees it: where inputs come from and where answers go. */
export interface Runner {
  input(name: string): string;
  output(name: string, value: string): void;
  /** Every later occurrence in the log becomes `***`. */
  hide(secret: string): void;
  /** Writes to the log as it is: text that others wrote must have been made harmless before (S31). */
  write(text: string): void;
  /** One line at the top of the run's page; `title` says what it is about. */
  error(message: string, title: string): void;
  warning(message: string, title: string): void;
  /** Adds Markdown to the job's summary. */
  summary(markdown: string): Promise<void>;
  /** Leaves a word for the step's `post`. */
  remember(name: string, value: string): void;
  remembered(name: string): string;
}

/** The real runner, spoken to with the workflow commands and files of @actions/core. Old ones show no summary. */
export function createRunner(write: (text: string) => void, showsSummary: boolean): Runner {
  return {
    input: (name) => core.getInput(name),
    output: core.setOutput,
    hide: core.setSecret,
    write,
    error: (message, title) => core.error(message, { title }),
    warning: (message, title) => core.warning(message, { title }),
    async summary(markdown) {
      if (showsSummary && markdown !== '') await core.summary.addRaw(markdown, true).write();
    },
    remember: core.saveState,
    remembered: core.getState,
  };
}
