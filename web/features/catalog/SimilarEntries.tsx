import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { SimilarEntries as Schema } from '#modules/catalog/contract.ts';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';

type Similar = Static<typeof Schema>['items'];

const SHOWN = 5;

/** Published entries that are like what is being written, so that nothing is listed or asked for twice. */
export function SimilarEntries({
  title,
  items,
  not,
}: {
  title: string;
  items: readonly string[];
  not?: number;
}) {
  const { t } = useText();
  const asked = useLate(JSON.stringify({ title: title.trim(), items, ...(not ? { not } : {}) }), 600);
  const [found, setFound] = useState<Similar>([]);
  useEffect(() => {
    const body = JSON.parse(asked) as { title: string };
    if (body.title.length < 2) {
      setFound([]);
      return;
    }
    let left = false;
    // A help while writing: where it cannot be had, writing goes on.
    api.post<Static<typeof Schema>>('/api/catalog/similar', body).then(
      answer => left || setFound(answer.items),
      () => left || setFound([]),
    );
    return () => {
      left = true;
    };
  }, [asked]);
  if (found.length === 0) return null;
  return (
    <Alert
      type="info"
      data-test="similar"
      title={t(
        '已发布的相近目录，请先看看是否已有',
        'Published entries that are like it: is it there already?',
      )}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {found.slice(0, SHOWN).map(({ id, title: name, departmentName, share }) => (
            <li key={id}>
              <Link to={`/catalog/${id}`} target="_blank">
                {name}
              </Link>{' '}
              {t(
                `${departmentName}，相近 ${Math.round(share * 100)}%`,
                `${departmentName}, ${Math.round(share * 100)}% alike`,
              )}
            </li>
          ))}
        </ul>
      }
    />
  );
}
