import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import { useLate } from '../../ui/useLate.ts';
import type { Similar } from './types.ts';

/** What may be the same, while one types: an entry to apply for, or a need to second. */
export function SimilarNeeds({ title, not }: { title: string; not?: number }) {
  const { t } = useText();
  const asked = useLate(title.trim(), 400);
  const [found, setFound] = useState<Similar>();
  useEffect(() => {
    let left = false;
    setFound(undefined);
    if (asked.length >= 2)
      // A help while writing: where it cannot be had, writing goes on.
      api.post<Similar>('/api/demands/similar', { title: asked, ...(not ? { not } : {}) }).then(
        answer => left || setFound(answer),
        () => left || setFound(undefined),
      );
    return () => {
      left = true;
    };
  }, [asked, not]);
  if (!found || found.demands.length + found.entries.length === 0) return null;
  return (
    <div className="cards" data-test="similar-needs">
      {found.entries.length > 0 && (
        <Alert
          type="success"
          title={t('已有相近的目录，可以直接申请', 'Entries that may be it: apply for one at once')}
          description={
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {found.entries.map(entry => (
                <li key={entry.id}>
                  <Link to={`/catalog/${entry.id}`} target="_blank">
                    {entry.title}
                  </Link>{' '}
                  {entry.departmentName}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {found.demands.length > 0 && (
        <Alert
          type="info"
          title={t('已有相近的需求，附议即可', 'Needs that may be the same: second one instead')}
          description={
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {found.demands.map(need => (
                <li key={need.id}>
                  <Link to={`/demands/${need.id}`}>{need.title}</Link> {need.departmentName} ·{' '}
                  {statusWord('demand', need.state, t)} ·{' '}
                  {t(`附议 ${need.seconds}`, `seconded by ${need.seconds}`)}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}
