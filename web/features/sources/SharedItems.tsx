import { Alert, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { SimilarBody, SimilarView } from '#modules/sources/contract.ts';
import { api } from '../../api.ts';
import { type Citation, ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import { ReasonBox } from './ReasonBox.tsx';
import type { Similar } from './types.ts';
import { evidenceWords } from './words.ts';

interface SharedItemsProps {
  entryId: number | null;
  title: string;
  subject: Static<typeof SimilarBody>['subject'];
  items: Static<typeof SimilarBody>['items'];
  /** What the rules of the place say of collecting again. */
  clause: Citation | undefined;
}

/** Items of the draft that another department shares already: each may be collected again only with a reason. */
export function SharedItems({ entryId, title, subject, items, clause }: SharedItemsProps) {
  const { t, language } = useText();
  const body: Static<typeof SimilarBody> = {
    entryId,
    title,
    subject,
    items: items.map(({ name, type, element, codeTable }) => ({ name, type, element, codeTable })),
  };
  const asked = useLate(JSON.stringify(body), 800);
  const [found, setFound] = useState<readonly Similar[]>([]);
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    if ((JSON.parse(asked) as typeof body).items.length === 0) {
      setFound([]);
      return;
    }
    let left = false;
    // A help while writing: where it cannot be had, writing goes on, and the platform asks again when it is sent.
    api.post<Static<typeof SimilarView>>('/api/sources/similar', JSON.parse(asked)).then(
      answer => left || setFound(answer.items),
      () => left || setFound([]),
    );
    return () => {
      left = true;
    };
  }, [asked]);
  if (found.length === 0) return null;
  return (
    <section className="cards" data-test="shared-items" style={{ gap: 8 }}>
      <strong style={{ fontWeight: 500 }}>
        {t(`别的部门已共享 ${found.length} 项`, `Shared already by others: ${found.length}`)}
      </strong>
      {clause && <ClauseNote citation={clause} />}
      {found.map(({ item, shared, reason }) => {
        const [first] = shared;
        const given = said[item] ?? reason;
        return (
          <Alert
            key={item}
            type={given === '' ? 'warning' : 'info'}
            title={
              first
                ? t(
                    `“${item}”${first.departmentName}已共享${given === '' ? '，重复采集须说明理由' : ''}`,
                    `“${item}” is shared by ${first.departmentName}${given === '' ? ': say why you collect it again' : ''}`,
                  )
                : item
            }
            description={
              <>
                <ul style={{ margin: '0 0 8px', paddingInlineStart: 18 }}>
                  {shared.map(one => (
                    <li key={`${one.entryId} ${one.otherItem}`}>
                      <Link to={`/catalog/${one.entryId}`} target="_blank">
                        {one.entryTitle}
                      </Link>{' '}
                      · {one.otherItem}
                      {one.isSource && (
                        <Tag color="success" style={{ marginInlineStart: 6 }}>
                          {t('数源部门', 'Named source')}
                        </Tag>
                      )}
                      <div style={{ fontSize: 12 }}>{evidenceWords(one.evidence, language)}</div>
                    </li>
                  ))}
                </ul>
                <ReasonBox
                  entryId={entryId}
                  item={item}
                  reason={given}
                  onSaid={words => setSaid(was => ({ ...was, [item]: words }))}
                />
              </>
            }
          />
        );
      })}
    </section>
  );
}
