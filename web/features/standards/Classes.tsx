import { Button, Space } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { ClassForm } from './ClassForm.tsx';
import { CodeDepartments } from './CodeDepartments.tsx';
import { Frame } from './Frame.tsx';
import { Mark } from './Mark.tsx';
import { ThingActions } from './ThingActions.tsx';
import type { Class, ClassList } from './types.ts';
import { levelWord } from './words.ts';

const PAGE = 100;

function depthsOf(classes: readonly Class[]): Map<string, number> {
  const depths = new Map<string, number>();
  // Each class stands after the one above it.
  for (const { code, parent } of classes)
    depths.set(code, parent === '' ? 0 : (depths.get(parent) ?? -1) + 1);
  return depths;
}

/** 分类: the tree of 类, 项, 目 and 细目, which the codes of entries begin with. */
export function Classes() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const q = filters.one('q');
  const { data, problem, loading, reload } = useLoad<ClassList>('/api/standards/classes', { q });
  const [editing, setEditing] = useState<{ parent: string; held?: Class } | null>(null);
  const [coding, setCoding] = useState(false);
  const rows = data?.items ?? [];
  const depths = depthsOf(rows);
  const manages = can('standards.manage');
  const done = () => {
    setEditing(null);
    setCoding(false);
    reload();
  };
  const add = manages ? (
    <Button type="primary" data-test="class-new" onClick={() => setEditing({ parent: '' })}>
      {t('增加分类', 'Add a class')}
    </Button>
  ) : undefined;
  return (
    <Frame
      current="classes"
      placeholder={t('分类名称或代码', 'Name or code of a class')}
      problem={problem}
      actions={
        manages && (
          <Space wrap>
            <Button data-test="code-departments" onClick={() => setCoding(true)}>
              {(data?.uncoded ?? 0) > 0
                ? t(`为 ${data?.uncoded} 个部门编码`, `Code ${data?.uncoded} departments`)
                : t('按部门更新', 'Follow the departments')}
            </Button>
            {add}
          </Space>
        )
      }
    >
      <DataTable<Class>
        caption={t('分类', 'Classes')}
        exportName={t('分类', 'Classes')}
        rows={rows.slice((filters.page - 1) * PAGE, filters.page * PAGE)}
        rowKey="code"
        total={rows.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState title={t('没有符合的分类。换个词。', 'No class fits. Try other words.')} action={add} />
        }
        columns={[
          {
            key: 'name',
            title: t('分类', 'Class'),
            render: (_, row) => (
              <span style={{ paddingInlineStart: q === '' ? (depths.get(row.code) ?? 0) * 20 : 0 }}>
                {t(row.name, row.nameEn || row.name)}
              </span>
            ),
            text: row => row.name,
          },
          {
            key: 'code',
            title: t('代码', 'Code'),
            render: (_, row) => <code>{row.code}</code>,
            text: row => row.code,
          },
          { key: 'level', title: t('级', 'Level'), render: (_, row) => levelWord(row.level, language) },
          { key: 'mark', title: t('可靠程度', 'Certainty'), render: (_, row) => <Mark thing={row} /> },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (_, row) => (
              <Space size={4} wrap>
                {manages && !row.retired && (
                  <Button
                    size="small"
                    data-test="class-below"
                    onClick={() => setEditing({ parent: row.code })}
                  >
                    {t('加下级', 'Add below')}
                  </Button>
                )}
                <ThingActions
                  kind="class"
                  id={row.code}
                  name={row.name}
                  thing={row}
                  onEdit={() => setEditing({ parent: row.parent, held: row })}
                  onDone={reload}
                />
              </Space>
            ),
          },
        ]}
      />
      {editing && <ClassForm {...editing} onClose={() => setEditing(null)} onDone={done} />}
      {coding && <CodeDepartments classes={rows} onClose={() => setCoding(false)} onDone={done} />}
    </Frame>
  );
}
