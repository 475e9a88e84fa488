import { parseSync, Visitor } from 'rolldown/utils';

/** What a source file uses from outside itself. */
interface Use {
  /** A module specifier as written, or a global as `name` or `object.member`. */
  readonly name: string;
  readonly kind: 'import' | 'global';
  readonly typeOnly: boolean;
  /** From 1. */
  readonly line: number;
}

/** The two tables of docs/architecture.md. */
export interface RoomTables {
  /** Room → what it may import. */
  readonly rooms: ReadonlyMap<string, readonly Allowed[]>;
  /** Module or global → the rooms that may use it. */
  readonly reserved: ReadonlyMap<string, readonly string[]>;
}

interface Allowed {
  /** A room, a part of one (`build/ports`), or `*`. */
  readonly path: string;
  readonly typesOnly: boolean;
}

/** Reads both tables; throws where a table is absent, so that a renamed heading cannot switch the check off. */
export function readTables(markdown: string): RoomTables {
  const rooms = tableRows(markdown, ['room', 'may import']).map(
    ([room = '', allowed = '']) =>
      [
        codeWords(room)[0] ?? '',
        [...allowed.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, path = '', types]) => ({
          path,
          typesOnly: types !== undefined,
        })),
      ] as const,
  );
  const reserved = tableRows(markdown, ['what', 'only in']).flatMap(([what = '', where = '']) =>
    codeWords(what).map((name) => [name, codeWords(where)] as const),
  );
  return { rooms: new Map(rooms), reserved: new Map(reserved) };
}

/** Every breach of the tables in one file; `path` is from `src/`, e.g. `plan/graph.ts`. */
export function breaches(path: string, text: string, tables: RoomTables): readonly string[] {
  const room = path.split('/')[0] ?? '';
  const allowed = tables.rooms.get(room);
  if (!allowed) return [`${path}: the room ${room} is not in the table`];
  return usesOf(path, text).flatMap((use) => {
    const reservedFor = tables.reserved.get(packageName(use.name));
    if (reservedFor && !reservedFor.includes(room)) {
      return [`${path}:${use.line}: ${use.name} belongs to ${reservedFor.join(', ')}`];
    }
    if (use.kind === 'global' || !use.name.startsWith('.')) return [];
    const target = new URL(use.name, `file:///${path}`).pathname.slice(1).replace(/\.ts$/, '');
    const permitted =
      target.startsWith(`${room}/`) ||
      allowed.some(
        (entry) =>
          (entry.path === '*' || target === entry.path || target.startsWith(`${entry.path}/`)) &&
          (use.typeOnly || !entry.typesOnly),
      );
    return permitted ? [] : [`${path}:${use.line}: ${room} may not import ${use.typeOnly ? 'types of ' : ''}${target}`];
  });
}

/** The imports of a source file (static, dynamic and in types) and the globals that the tables can name. */
function usesOf(path: string, text: string): readonly Use[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const uses: Use[] = [];
  const add = (name: string, kind: Use['kind'], start: number, typeOnly = false) =>
    uses.push({ name, kind, typeOnly, line: text.slice(0, start).split('\n').length });
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, 'import', node.start, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.source.value, 'import', node.start, node.exportKind === 'type');
    },
    ExportAllDeclaration: (node) => add(node.source.value, 'import', node.start, node.exportKind === 'type'),
    ImportExpression: (node) => {
      if (node.source.type === 'Literal') add(String(node.source.value), 'import', node.start);
    },
    TSImportType: (node) => add(node.source.value, 'import', node.start, true),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier') add(node.callee.name, 'global', node.start);
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier') return;
      add(node.object.name, 'global', node.start);
      if (node.property.type === 'Identifier') add(`${node.object.name}.${node.property.name}`, 'global', node.start);
    },
  }).visit(program);
  return uses;
}

function tableRows(markdown: string, head: readonly string[]): string[][] {
  const rows = markdown.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const at = rows.findIndex((cells) => cells.join('|') === head.join('|'));
  if (at < 0) throw new Error(`docs/architecture.md has no table ${head.join(', ')}`);
  const end = rows.findIndex((cells, index) => index > at && cells.length === 0);
  return rows.slice(at + 2, end < 0 ? undefined : end);
}

function codeWords(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

/** `ajv` for `ajv/dist/2020.js`, `@scope/name` for what is below it; built-in modules and globals as they are. */
function packageName(specifier: string): string {
  if (specifier.startsWith('node:') || specifier.startsWith('.')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
