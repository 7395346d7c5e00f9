import { Alert, Anchor, App, Button, Card, Form, Grid, Progress, Steps, theme } from 'antd';
import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { SaveState } from '../../ui/SaveState.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { BasicSection } from './BasicSection.tsx';
import { GradeSection } from './GradeSection.tsx';
import { ItemsSection } from './ItemsSection.tsx';
import { ShareSection } from './ShareSection.tsx';
import type { Content, Entry, EntryRecorded } from './types.ts';
import { useDraft } from './useDraft.ts';
import { EMPTY_CONTENT } from './words.ts';

export interface SectionProps {
  content: Content;
  put: (change: Partial<Content>) => void;
  /** What the platform still misses at a field. */
  fault: (field: string) => string | undefined;
}

const SECTIONS: readonly { key: string; zh: string; en: string; fields: readonly string[] }[] = [
  {
    key: 'basic',
    zh: '基本信息',
    en: 'Basics',
    fields: ['title', 'abstract', 'classification', 'phone', 'matter'],
  },
  { key: 'items', zh: '数据项', en: 'Items', fields: ['items'] },
  {
    key: 'share',
    zh: '共享与开放',
    en: 'Sharing',
    fields: ['shareType', 'basis', 'conditions', 'modes', 'openType'],
  },
  { key: 'grade', zh: '分级与评估', en: 'Grade', fields: ['grade', 'secrecy', 'personalInfo'] },
];

export function CompileForm({ entry: known, onMade }: { entry?: Entry; onMade: (id: number) => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const wide = Grid.useBreakpoint().xl !== false;
  const [refused, setRefused] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const draft = useDraft(known?.content ?? EMPTY_CONTENT, known, onMade);
  const { content, entry } = draft;
  const missing = entry?.missing ?? [];
  const open = (fields: readonly string[]) => missing.filter(one => fields.includes(one.field)).length;
  const done = SECTIONS.filter(section => entry && open(section.fields) === 0).length;
  const changed = (field: string): boolean => {
    const now = content[field as keyof Content];
    return JSON.stringify(now) !== JSON.stringify(entry?.content[field as keyof Content]);
  };
  const section: SectionProps = {
    content,
    put: change => {
      setRefused(null);
      draft.change({ ...content, ...change });
    },
    fault: field => {
      const found = missing.find(one => one.field === field);
      // What was typed since the last save may have mended it already.
      return found && !changed(field) ? t(found.text, found.textEn) : undefined;
    },
  };

  async function submit() {
    setSending(true);
    setRefused(null);
    const saved = await draft.save();
    try {
      if (saved) {
        const { entry: next } = await api.post<EntryRecorded>(`/api/entries/${saved.id}/actions`, {
          action: 'submit',
          note: '',
        });
        draft.take(next);
        void message.success(t('已送共享机构负责人签批', 'Sent to the head of the sharing office'));
        void navigate(`/our-catalog/${saved.id}`);
      }
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
    setSending(false);
  }

  const title = content.title || t('编制目录', 'Compile an entry');
  return (
    <>
      <PageTitle
        title={title}
        tags={entry && <StatusTag kind="entry" state={entry.state} />}
        sub={<SaveState state={draft.state} at={draft.savedAt} />}
        actions={
          <>
            {entry && (
              <Button
                onClick={() => void draft.save().then(saved => saved && navigate(`/our-catalog/${saved.id}`))}
              >
                {t('预览', 'Preview')}
              </Button>
            )}
            <Button
              type="primary"
              data-test="entry-submit"
              disabled={sending || !entry}
              onClick={() => void submit()}
            >
              {sending ? t('提交中', 'Sending') : t('送负责人签批', 'Send to the head to sign')}
            </Button>
          </>
        }
      />
      <Card size="small" style={{ marginBottom: 16 }}>
        <Steps
          size="small"
          current={0}
          items={[
            { title: t('专职人员编制', 'Data officer compiles') },
            { title: t('共享机构负责人签批', 'Sharing office signs') },
            { title: t('部门负责人签批', 'Department head signs') },
            { title: t('主管部门审核发布', 'Authority publishes') },
          ]}
        />
      </Card>
      {(refused ?? draft.problem) && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={(refused ?? draft.problem) as Problem} />
        </div>
      )}
      {entry && entry.version > 1 && entry.usedBy > 0 && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t(
            `已发布的版本仍在用，有 ${entry.usedBy} 个部门在使用。`,
            `The published version still holds and ${entry.usedBy} departments use it.`,
          )}
        />
      )}
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: wide ? '168px minmax(0, 1fr)' : 'minmax(0, 1fr)',
          gap: 24,
          alignItems: 'start',
        }}
      >
        {wide && (
          <aside style={{ position: 'sticky', top: 72 }}>
            <Progress percent={Math.round((done / SECTIONS.length) * 100)} size="small" />
            <div
              style={{ color: token.colorTextSecondary, margin: '4px 0 12px', fontSize: 13 }}
              data-test="entry-missing"
            >
              {!entry
                ? t('填写后自动保存', 'Saved as you type')
                : missing.length === 0
                  ? t('已填全', 'Complete')
                  : t(`还差 ${missing.length} 项`, `${missing.length} still missing`)}
            </div>
            <Anchor
              affix={false}
              targetOffset={72}
              replace
              items={SECTIONS.map(one => ({
                key: one.key,
                href: `#${one.key}`,
                title: (
                  <span>
                    {entry && open(one.fields) === 0 ? (
                      <CheckCircleOutlined
                        style={{ color: token.colorSuccess }}
                        aria-label={t('已填全', 'complete')}
                      />
                    ) : (
                      <MinusCircleOutlined
                        style={{ color: token.colorTextTertiary }}
                        aria-label={t('未填全', 'not complete')}
                      />
                    )}{' '}
                    {t(one.zh, one.en)}
                  </span>
                ),
              }))}
            />
          </aside>
        )}
        <Form layout="vertical" component="div" className="cards">
          <Card title={t('1 基本信息', '1 Basics')} id="basic">
            <BasicSection {...section} />
          </Card>
          <Card title={t('2 数据项', '2 Items')} id="items">
            <ItemsSection {...section} />
          </Card>
          <Card title={t('3 共享与开放', '3 Sharing and opening')} id="share">
            <ShareSection {...section} />
          </Card>
          <Card title={t('4 分级与评估', '4 Grade and assessments')} id="grade">
            <GradeSection {...section} />
          </Card>
        </Form>
      </div>
    </>
  );
}
