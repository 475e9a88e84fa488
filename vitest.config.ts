import { defineConfig } from 'vitest/config';

const page = 'test/page/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // What is waited for may take its time on a machine that does something else besides.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [page],
          sequence: { groupOrder: 0 },
        },
      },
      // Chromium drops its connections when engines of other tests make or remove network interfaces: after them.
      { extends: true, test: { name: 'page', include: [page], sequence: { groupOrder: 1 } } },
    ],
  },
});
