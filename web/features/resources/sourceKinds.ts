import type { TextChoice } from '../../ui/language.tsx';
import type { Source } from './types.ts';

/** What a source or a target can be. */
export const KINDS: Record<Source['kind'], readonly [zh: string, en: string]> = {
  postgres: ['PostgreSQL', 'PostgreSQL'],
  mysql: ['MySQL / MariaDB', 'MySQL / MariaDB'],
  files: ['文件夹', 'Folder of files'],
};

export const PORTS: Record<Source['kind'], number> = { postgres: 5432, mysql: 3306, files: 0 };

export const kindOptions = (t: TextChoice['t']) =>
  (Object.keys(KINDS) as Source['kind'][]).map(value => ({ value, label: t(...KINDS[value]) }));
