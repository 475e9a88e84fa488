import { unreachable } from '../../base/result.ts';
import { diagnosticJson } from '../../report/diagnostics.ts';
import type { EditFault } from '../edits/fault.ts';
import { type Problem, problem } from './problem.ts';

/** Why files cannot be read or changed, for the caller. */
export function editProblem(fault: EditFault): Problem {
  switch (fault.kind) {
    case 'absent':
      return problem('not-found', fault.message);
    case 'unusable':
      return problem('unusable', fault.message, suggesting(fault.suggestion));
    case 'findings': {
      const findings = fault.diagnostics.map(diagnosticJson);
      const what = findings.length === 1 ? '1 error that is' : `${findings.length} errors that are`;
      return problem('findings', `there would be ${what} not there now`, { findings });
    }
    case 'conflict':
      return problem('conflict', fault.message, {
        changes: fault.changes,
        suggestion: 'look at the files as they are now, and make the edit again',
      });
    case 'remote':
      return problem('remote-failed', fault.message, suggesting(fault.suggestion));
    default:
      return unreachable(fault);
  }
}

function suggesting(suggestion: string | undefined): { readonly suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion };
}
