import { Card } from 'antd';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { MandateFields } from './MandateFields.tsx';
import { OfferNote } from './OfferNote.tsx';
import type { Mandate, MandateBody, MandateRecorded, Offered } from './types.ts';
import { KINDS } from './words.ts';

/** 申请整体授权, 代理授权: one page, saved as a draft or sent on at once. */
export function MandateForm() {
  const { t } = useText();
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { send, problem, busy } = useSend();
  const offered = useLoad<Offered>('/api/mandates/offered');
  const departments = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const before = useLoad<Mandate>(id === undefined ? null : `/api/mandates/${id}`);
  const known = before.data;
  const kind = known?.kind ?? (search.get('kind') === 'proxy' ? 'proxy' : 'blanket');
  const failed = offered.problem ?? departments.problem ?? before.problem;
  if (failed) return <RefusalNotice problem={failed} />;
  if (!offered.data || !departments.data || (id !== undefined && !known)) return <Loading rows={10} />;

  /** Saved first: what the head’s signature asks for beyond it is told with the draft kept. */
  const save = async (body: MandateBody, submit: boolean): Promise<MandateRecorded> => {
    const saved = known
      ? await api.put<MandateRecorded>(`/api/mandates/${known.id}`, {
          terms: body.terms,
          revision: known.revision,
        })
      : await api.post<MandateRecorded>('/api/mandates', body);
    return submit
      ? api.post<MandateRecorded>(`/api/mandates/${saved.mandate.id}/actions`, { action: 'submit' })
      : saved;
  };
  const title =
    kind === 'proxy' ? t('代理授权', 'Proxy') : t('申请整体授权', 'Ask for a blanket authorisation');
  return (
    <>
      <PageTitle
        title={known ? t(`修改${KINDS[kind][0]} ${known.no}`, `Change ${known.no}`) : title}
        sub={
          kind === 'proxy'
            ? t(
                '由持有同样数据的部门（通常是上级）代提供部门答复申请',
                'A department that holds the same data, usually a level above, answers in the provider’s stead',
              )
            : t(
                '一次同意一类申请，此后范围内的申请即时开通',
                'One answer for a class of applications; those within it are granted at once',
              )
        }
      />
      <div className="cards" style={{ maxWidth: 760 }}>
        {!offered.data.anywhere && <OfferNote offered={offered.data} />}
        {(offered.data.anywhere || known) && (
          <Card>
            <MandateFields
              kind={kind === 'proxy' ? 'proxy' : 'blanket'}
              before={known}
              offered={offered.data}
              departments={departments.data}
              busy={busy}
              problem={problem}
              onCancel={() => void navigate(known ? `/mandates/${known.id}` : '/mandates')}
              onSave={(body, submit) =>
                void send(
                  () => save(body, submit),
                  submit
                    ? t('已送共享机构负责人签批。', 'Sent for signature.')
                    : t('草稿已保存。', 'The draft is saved.'),
                  ({ mandate }) => void navigate(`/mandates/${mandate.id}`),
                )
              }
            />
          </Card>
        )}
      </div>
    </>
  );
}
