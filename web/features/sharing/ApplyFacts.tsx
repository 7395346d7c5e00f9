import { AutoComplete, Form, Input, Radio } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { FilledField } from './applying.ts';
import { FilledItem } from './FilledItem.tsx';

interface ApplyFactsProps {
  scenarios: readonly string[];
  matters: readonly string[];
  filled: ReadonlySet<FilledField>;
  /** A matter of the department was chosen: what it usually needs is filled in. */
  onMatter: (matter: string) => void;
  /** Which of them are shown; the others are said elsewhere on the page. */
  part: 'first' | 'second' | 'both';
}

/** 办理事项, 使用依据, 应用场景, 使用范围. */
export function ApplyFacts({ scenarios, matters, filled, onMatter, part }: ApplyFactsProps) {
  const { t } = useText();
  const matter = Form.useWatch<string | undefined>('matter') ?? '';
  const known = matters.filter(one => one !== matter && one.includes(matter.trim()));
  return (
    <>
      {part !== 'second' && (
        <FilledItem
          name="matter"
          filled={filled.has('matter')}
          label={t('办理事项', 'Matter')}
          rules={[
            { required: true, whitespace: true, min: 2, message: t('请写办理事项。', 'Name the matter.') },
          ]}
        >
          <AutoComplete
            options={known.map(one => ({ value: one }))}
            onSelect={(value: string) => onMatter(value)}
          >
            <Input
              placeholder={t('如“家庭经济困难学生认定”', 'e.g. student aid')}
              maxLength={120}
              data-test="apply-matter"
            />
          </AutoComplete>
        </FilledItem>
      )}
      {part !== 'first' && (
        <FilledItem
          name="ground"
          filled={filled.has('ground')}
          label={t('使用依据', 'Ground of use')}
          rules={[
            {
              required: true,
              whitespace: true,
              min: 2,
              message: t('请写使用依据。', 'Name the ground of use.'),
            },
          ]}
        >
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            placeholder={t('如《学生资助资金管理办法》第六条', 'e.g. the measure and its article')}
            maxLength={500}
            data-test="apply-ground"
          />
        </FilledItem>
      )}
      {part !== 'second' && (
        <FilledItem
          name="scenario"
          filled={filled.has('scenario')}
          label={t('应用场景', 'Scenario')}
          rules={[{ required: true, message: t('请选应用场景。', 'Choose a scenario.') }]}
        >
          {scenarios.length === 0 ? (
            <Input maxLength={40} data-test="apply-scenario" />
          ) : (
            <Radio.Group
              data-test="apply-scenario"
              options={scenarios.map(word => ({ label: word, value: word }))}
            />
          )}
        </FilledItem>
      )}
      {part !== 'first' && (
        <FilledItem
          name="scope"
          style={{ marginBottom: part === 'both' ? 0 : 20 }}
          filled={filled.has('scope')}
          label={t('使用范围', 'Scope of use')}
          rules={[
            { required: true, whitespace: true, message: t('请写使用范围。', 'State the scope of use.') },
          ]}
        >
          <Input
            placeholder={t(
              '如“仅区学生资助中心办理本事项的人员”',
              'e.g. only the staff who handle this matter',
            )}
            maxLength={500}
            data-test="apply-scope"
          />
        </FilledItem>
      )}
    </>
  );
}
