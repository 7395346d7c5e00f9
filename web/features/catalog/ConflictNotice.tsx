import { Button, Radio, Space, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { type Problem, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { fieldText } from './fieldText.ts';
import { fieldName } from './fieldWords.ts';
import { type Conflict, type Side, conflictsOf, merged } from './merging.ts';
import type { Content, Entry, Field } from './types.ts';
import { useClasses } from './useStandards.ts';

interface ConflictNoticeProps {
  problem: Problem;
  id: number;
  /** The content that both began with. */
  base: Content;
  mine: Content;
  onSettled: (entry: Entry, content: Content) => void;
}

/** Somebody of the same department saved first: shows what they changed, and lets one take it over or keep one's own. */
export function ConflictNotice({ problem, id, base, mine, onSettled }: ConflictNoticeProps) {
  const { t, language } = useText();
  const { names } = useClasses();
  const [chosen, setChosen] = useState<Partial<Record<Field, Side>>>({});
  const { data: theirs, problem: unread } = useLoad<Entry>(`/api/entries/${id}`);
  const place = useRef<HTMLElement>(null);
  // Whoever types far below must learn at once that nothing is saved any more.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'center' });
  }, []);
  const conflicts = theirs ? conflictsOf(base, mine, theirs.content) : [];
  const sideOf = ({ field, both }: Conflict): Side => chosen[field] ?? (both ? 'mine' : 'theirs');
  return (
    <section ref={place} className="cards" data-test="conflict" style={{ marginBottom: 16, gap: 8 }}>
      <RefusalNotice problem={problem} />
      {unread && <RefusalNotice problem={unread} />}
      {theirs && (
        <>
          <Table<Conflict>
            size="small"
            rowKey="field"
            dataSource={conflicts}
            pagination={false}
            scroll={{ x: 'max-content' }}
            aria-label={t('两人的改动', 'What both changed')}
            locale={{ emptyText: t('对方改的和您改的没有冲突。', 'Nothing of theirs differs from yours.') }}
            columns={[
              { key: 'field', title: t('字段', 'Field'), render: (_, one) => fieldName(one.field, language) },
              {
                key: 'theirs',
                title: t('对方的', 'Theirs'),
                render: (_, one) => (
                  <div className="data-cell">
                    {fieldText(one.field, theirs.content[one.field], language, names) || '—'}
                  </div>
                ),
              },
              {
                key: 'mine',
                title: t('您的', 'Yours'),
                render: (_, one) => (
                  <div className="data-cell">
                    {fieldText(one.field, mine[one.field], language, names) || '—'}
                  </div>
                ),
              },
              {
                key: 'take',
                title: t('采用', 'Take'),
                render: (_, one) => (
                  <Radio.Group
                    size="small"
                    value={sideOf(one)}
                    aria-label={fieldName(one.field, language)}
                    options={[
                      { value: 'theirs', label: t('对方的', 'Theirs') },
                      { value: 'mine', label: t('您的', 'Yours') },
                    ]}
                    onChange={event => setChosen({ ...chosen, [one.field]: event.target.value as Side })}
                  />
                ),
              },
            ]}
          />
          <Space wrap>
            <Button
              type="primary"
              data-test="conflict-merge"
              onClick={() => onSettled(theirs, merged(mine, theirs.content, conflicts, chosen))}
            >
              {t('按所选合并，继续编辑', 'Merge as chosen and go on')}
            </Button>
            <Button onClick={() => onSettled(theirs, theirs.content)}>
              {t('全部用对方的', 'Take all of theirs')}
            </Button>
          </Space>
        </>
      )}
    </section>
  );
}
