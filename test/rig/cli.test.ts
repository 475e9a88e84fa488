import { describe, expect, test } from 'vitest';
import { startProgram } from './cli.ts';
import { temporaryDirectory } from './repository.ts';

const waits = `process.on('SIGINT', () => { console.error('stopping'); process.exit(130); });
console.log('ready'); setInterval(() => {}, 1000);`;

function start(script: string, cwd: string, timeout = 10_000) {
  return startProgram(process.execPath, ['-e', script], { cwd, timeout });
}

describe('the rig that runs commands', () => {
  test('keeps both streams, the exit code and the order of the lines', async () => {
    const result = await start(`console.log('one'); console.error('two'); process.exitCode = 3`, temporaryDirectory())
      .result;
    expect(result).toMatchObject({ exitCode: 3, stdout: 'one\n', stderr: 'two\n' });
    expect(result.log).toContain('one\n');
    expect(result.log).toContain('two\n');
  });

  test('sends a signal as soon as a line was seen', async () => {
    const running = start(waits, temporaryDirectory());
    expect(await running.line(/^rea/)).toBe('ready');
    running.kill('SIGINT');
    expect(await running.result).toMatchObject({ exitCode: 130, stderr: 'stopping\n' });
    expect(await running.line(/stop/)).toBe('stopping');
  });

  test('says what was printed when the awaited line never came', async () => {
    const running = start(`console.log('something else')`, temporaryDirectory());
    await expect(running.line(/ready/)).rejects.toThrow('something else');
    await running.result;
  });

  test('kills a command that hangs', async () => {
    const result = await start(waits.replace('process.exit(130)', ''), temporaryDirectory(), 300).result;
    expect(result).toMatchObject({ signal: 'SIGKILL' });
    expect(result.exitCode).toBeUndefined();
  });

  test('hands on nothing of the environment of the tests', async () => {
    process.env.CASKWRIGHT_RIG_CANARY = 'canary';
    const result = await start('console.log(JSON.stringify(process.env))', temporaryDirectory()).result;
    delete process.env.CASKWRIGHT_RIG_CANARY;
    expect(Object.keys(JSON.parse(result.stdout)).toSorted()).toEqual(['HOME', 'LANG', 'NO_COLOR', 'PATH', 'TZ']);
  });
});
