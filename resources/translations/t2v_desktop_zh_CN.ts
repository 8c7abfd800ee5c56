<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About T2V Desktop</source>
        <translation>关于 T2V Desktop</translation>
    </message>
    <message>
        <source>T2V Desktop {0}</source>
        <translation>T2V Desktop {0}</translation>
    </message>
    <message>
        <source>Turns an English sentence into a short video on your own computer. No account, no cloud, no telemetry.</source>
        <translation>在您自己的电脑上，把一句英文变成一段短视频。无需账户，不用云端，不收集数据。</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Limits of the models</source>
        <translation>模型的局限</translation>
    </message>
    <message>
        <source>They only understand English, and Wan Chinese as well; other languages give random pictures.</source>
        <translation>它们只懂英文，Wan 还懂中文；使用其他语言会得到随机画面。</translation>
    </message>
    <message>
        <source>They don&apos;t reach the quality of film or television.</source>
        <translation>它们达不到影视作品的质量。</translation>
    </message>
    <message>
        <source>They can&apos;t write legible text.</source>
        <translation>它们写不出可辨认的文字。</translation>
    </message>
    <message>
        <source>They struggle with complex scenes of many interacting things.</source>
        <translation>它们难以表现多个对象相互作用的复杂场景。</translation>
    </message>
    <message>
        <source>They repeat the biases of the videos they were trained on.</source>
        <translation>它们会重复训练视频中的偏见。</translation>
    </message>
    <message>
        <source>The weights of text-to-video-ms-1.7b and its relatives are for non-commercial use only.</source>
        <translation>text-to-video-ms-1.7b 及其衍生模型的权重仅限非商业用途。</translation>
    </message>
    <message>
        <source>The Starter model only draws coloured shapes that move over simple backgrounds.</source>
        <translation>Starter 模型只会画在简单背景上移动的彩色图形。</translation>
    </message>
</context>
<context>
    <name>Advanced</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>8-bit weights</source>
        <translation>8 位权重</translation>
    </message>
    <message>
        <source>32-bit</source>
        <translation>32 位</translation>
    </message>
    <message>
        <source>16-bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>16-bit (bf16)</source>
        <translation>16 位 (bf16)</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>In {0} of {1} steps</source>
        <translation>{1} 步中的 {0} 步</translation>
    </message>
    <message>
        <source>Cached layers</source>
        <translation>缓存层</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>Flow shift</source>
        <translation>Flow Shift</translation>
    </message>
    <message>
        <source>Model&apos;s own</source>
        <translation>模型默认</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source> fps</source>
        <translation> fps</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Memory saving</source>
        <translation>节省内存</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>More steps: finer but slower; little gain above 50</source>
        <translation>步数越多越精细，但越慢；超过 50 步提升很小</translation>
    </message>
    <message>
        <source>How closely to follow the prompt; 1 ignores the negative prompt and is twice as fast</source>
        <translation>遵循提示词的程度；设为 1 会忽略负面提示词，速度加倍</translation>
    </message>
    <message>
        <source>Reuses most of the work of the step before: faster, a little less exact</source>
        <translation>重复使用上一步的大部分计算：更快，但略欠精确</translation>
    </message>
    <message>
        <source>This model can&apos;t cache its layers</source>
        <translation>此模型无法缓存各层</translation>
    </message>
    <message>
        <source>Higher values spend more steps on the large motion; 3 suits 480p, 5 suits 720p</source>
        <translation>数值越高，用于大幅运动的步数越多；480p 适合 3，720p 适合 5</translation>
    </message>
    <message>
        <source>Clips per prompt, each with its own seed</source>
        <translation>每条提示词的片段数，各用不同的种子</translation>
    </message>
    <message>
        <source>For models larger than the memory; the higher, the slower</source>
        <translation>用于超出内存的模型；越高越慢</translation>
    </message>
    <message>
        <source>16-bit needs half the memory</source>
        <translation>16 位只需一半内存</translation>
    </message>
    <message>
        <source>Guided steps</source>
        <translation>引导步数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>{0} steps · guidance {1}</source>
        <translation>{0} 步 · 引导强度 {1}</translation>
    </message>
    <message>
        <source>{0} steps · guidance {1} · seed {2}</source>
        <translation>{0} 步 · 引导强度 {1} · 种子 {2}</translation>
    </message>
</context>
<context>
    <name>Alternatives</name>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Random clips</source>
        <translation>随机片段</translation>
    </message>
    <message>
        <source>Random alternatives</source>
        <translation>随机备选</translation>
    </message>
    <message>
        <source>Each clip has an alternative that its seed draws</source>
        <translation>每个片段使用由其种子抽取的备选</translation>
    </message>
    <message>
        <source>{0} or more</source>
        <translation>{0}+</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>全部 {0}</translation>
    </message>
    <message>
        <source>All {0} alternatives</source>
        <translation>全部 {0} 个备选</translation>
    </message>
    <message>
        <source>Use all alternatives ({0})</source>
        <translation>使用全部备选 ({0})</translation>
    </message>
</context>
<context>
    <name>Callout</name>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Remove filter {0}</source>
        <translation>移除筛选条件 {0}</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>清除所有筛选条件</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>移除此筛选条件</translation>
    </message>
</context>
<context>
    <name>ClipActions</name>
    <message>
        <source>This clip continues another one: continue that one again for a variation.</source>
        <translation>此片段是另一片段的延续：要得到变体，请再次延续那个片段。</translation>
    </message>
    <message>
        <source>Upscaling to HD needs another model, such as ZeroScope v2 XL.</source>
        <translation>放大到高清需要其他模型，例如 ZeroScope v2 XL。</translation>
    </message>
    <message>
        <source>Continuing a clip needs another model: {0}.</source>
        <translation>延续片段需要其他模型：{0}。</translation>
    </message>
    <message>
        <source>{0} can&apos;t continue clips of {1}: sides must be multiples of {2}.</source>
        <translation>{0} 无法延续 {1} 的片段：边长必须是 {2} 的倍数。</translation>
    </message>
    <message>
        <source>Starting with a picture needs another model: {0}.</source>
        <translation>以图片开头需要其他模型：{0}。</translation>
    </message>
    <message>
        <source>There&apos;s no other clip of this prompt yet. Vary makes some.</source>
        <translation>此提示词还没有其他片段。点击“变体”即可生成。</translation>
    </message>
    <message>
        <source>The clip of this job was deleted.</source>
        <translation>此任务的片段已被删除。</translation>
    </message>
    <message>
        <source>There&apos;s nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>{0} of {1} clips</source>
        <translation>{0} / {1} 个片段</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved to trash: {0}</source>
        <translation>已移到回收站：{0}</translation>
    </message>
    <message>
        <source>Restored: {0}</source>
        <translation>已恢复：{0}</translation>
    </message>
</context>
<context>
    <name>ClipFields</name>
    <message>
        <source>LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
</context>
<context>
    <name>ClipGrid</name>
    <message>
        <source>Clips in the library</source>
        <translation>媒体库中的片段</translation>
    </message>
</context>
<context>
    <name>ComparePicker</name>
    <message>
        <source>Compare with</source>
        <translation>选择比较的片段</translation>
    </message>
    <message>
        <source>Search prompts, settings and tags</source>
        <translation>搜索提示词、设置和标签</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>No matching clips.</source>
        <translation>没有匹配的片段。</translation>
    </message>
    <message>
        <source>There&apos;s no other clip to compare with yet.</source>
        <translation>还没有其他可比较的片段。</translation>
    </message>
</context>
<context>
    <name>Compose</name>
    <message>
        <source>Model {0} is not installed; the current model stays selected</source>
        <translation>模型 {0} 未安装；仍使用当前模型</translation>
    </message>
    <message>
        <source>The clip before this one isn&apos;t known: these settings begin a new clip</source>
        <translation>找不到此片段之前的片段：这些设置将生成新片段</translation>
    </message>
    <message>
        <source>no model is installed: add one in the Models menu</source>
        <translation>未安装模型：请在“模型”菜单中添加</translation>
    </message>
    <message>
        <source>No model installed yet</source>
        <translation>尚未安装模型</translation>
    </message>
    <message>
        <source>{0} can&apos;t take all of this preset; changed: {1}</source>
        <translation>{0} 无法完全采用此预设；已更改：{1}</translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <source>Use settings that fit</source>
        <translation>使用可行的设置</translation>
    </message>
    <message>
        <source>time unknown</source>
        <translation>时间未知</translation>
    </message>
    <message>
        <source>{0} on disk</source>
        <translation>占用磁盘 {0}</translation>
    </message>
    <message>
        <source>Available after the first clip on this device</source>
        <translation>在此设备上完成首个片段后可用</translation>
    </message>
    <message>
        <source>Based on clips rendered on this computer</source>
        <translation>根据这台电脑渲染过的片段估算</translation>
    </message>
    <message>
        <source>A rough guess until you have rendered some clips on this computer</source>
        <translation>在这台电脑渲染若干片段之前，只是粗略估计</translation>
    </message>
    <message>
        <source>Not enough memory, even at the smallest size</source>
        <translation>即使用最小尺寸，内存也不足</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Not enough disk space, even at the smallest size</source>
        <translation>即使用最小尺寸，磁盘空间也不足</translation>
    </message>
    <message>
        <source>Not enough disk space</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Not enough memory and disk space, even at the smallest size</source>
        <translation>即使用最小尺寸，内存和磁盘空间也不足</translation>
    </message>
    <message>
        <source>Not enough memory and disk space</source>
        <translation>内存和磁盘空间不足</translation>
    </message>
    <message>
        <source>Use {0}, {1} frames</source>
        <translation>使用 {0}，{1} 帧</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>Use {0} frames</source>
        <translation>使用 {0} 帧</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>出错了</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>An unexpected error occurred</source>
        <translation>发生意外错误</translation>
    </message>
    <message>
        <source>Your clips and the queue are saved, and the window stays open. If something looks wrong, restart the application.</source>
        <translation>您的片段和队列已保存，窗口保持打开。如有异常，请重新启动应用程序。</translation>
    </message>
    <message>
        <source>When you report the error, add these details:</source>
        <translation>报告错误时，请附上这些详细信息：</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>Choose dates</source>
        <translation>选择日期</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>开始日期</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>结束日期</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>second pass, strength {0}</source>
        <translation>第二遍，强度 {0}</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} 步</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>引导强度 {0}</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>种子 {0}</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} fps</translation>
    </message>
    <message>
        <source>Vary ×{0}</source>
        <translation>变体 ×{0}</translation>
    </message>
    <message>
        <source>The same settings with {0} new seeds</source>
        <translation>相同设置，使用 {0} 个新种子</translation>
    </message>
    <message>
        <source>Number of variations</source>
        <translation>变体数量</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>复制提示词</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>复制设置</translation>
    </message>
    <message>
        <source>Select a clip to see its settings. Double-click one to play it.</source>
        <translation>选择片段即可查看其设置。双击片段即可播放。</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) selected</source>
        <translation>
            <numerusform>已选择 %n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>Rate, tag, export or delete them together.</source>
        <translation>可一起评分、添加标签、导出或删除。</translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>负面提示词：{0}</translation>
    </message>
    <message>
        <source>Tags: {0}</source>
        <translation>标签：{0}</translation>
    </message>
    <message>
        <source>Prompt copied.</source>
        <translation>已复制提示词。</translation>
    </message>
    <message>
        <source>Settings copied.</source>
        <translation>已复制设置。</translation>
    </message>
</context>
<context>
    <name>DropIn</name>
    <message>
        <source>Reading the settings of {0}…</source>
        <translation>正在读取 {0} 的设置…</translation>
    </message>
    <message>
        <source>No model is installed: add one in the Models menu.</source>
        <translation>未安装模型：请在“模型”菜单中添加。</translation>
    </message>
    <message>
        <source>Settings taken from {0} ({1}).</source>
        <translation>已采用 {0} ({1}) 的设置。</translation>
    </message>
    <message>
        <source>The other files were ignored.</source>
        <translation>其他文件已忽略。</translation>
    </message>
    <message>
        <source>Its model {0} is not installed.</source>
        <translation>其模型 {0} 未安装。</translation>
    </message>
    <message>
        <source>Can&apos;t read settings: {0}</source>
        <translation>无法读取设置：{0}</translation>
    </message>
</context>
<context>
    <name>EditingBar</name>
    <message>
        <source>Back to my draft</source>
        <translation>返回我的草稿</translation>
    </message>
    <message>
        <source>The clip stays in the queue as it was</source>
        <translation>片段原样保留在队列中</translation>
    </message>
    <message>
        <source>Editing a clip of the queue. Generate puts it back in its place.</source>
        <translation>正在编辑队列中的片段。点击“生成”可将其放回原位。</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Example: {0}</source>
        <translation>示例：{0}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4 视频</translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation>WebM 视频</translation>
    </message>
    <message>
        <source>GIF animation</source>
        <translation>GIF 动画</translation>
    </message>
    <message>
        <source>PNG pictures</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Forever</source>
        <translation>无限循环</translation>
    </message>
    <message>
        <source>Times a GIF plays</source>
        <translation>GIF 的播放次数</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Prompt and settings</source>
        <translation>提示词和设置</translation>
    </message>
    <message>
        <source>Only that it is AI-generated</source>
        <translation>仅标明由 AI 生成</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Plays</source>
        <translation>播放次数</translation>
    </message>
    <message numerus="yes">
        <source>Export %n clip(s)</source>
        <translation>
            <numerusform>导出 %n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Files get the names of their clips. Existing files are kept.</source>
        <translation>文件以其片段命名。现有文件会保留。</translation>
    </message>
    <message>
        <source>{0}×</source>
        <translation>{0}×</translation>
    </message>
    <message>
        <source>{0}× ({1} × {2})</source>
        <translation>{0}× ({1} × {2})</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>A contact sheet has up to {0} clips: select fewer.</source>
        <translation>联系表最多包含 {0} 个片段：请减少选择。</translation>
    </message>
    <message>
        <source>Save contact sheet</source>
        <translation>保存联系表</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>contact sheet</source>
        <translation>联系表</translation>
    </message>
    <message>
        <source>Writing a contact sheet</source>
        <translation>正在写入联系表</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) exported to {0}.</source>
        <translation>
            <numerusform>已将 %n 个片段导出到 {0}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>已保存：{0}</translation>
    </message>
    <message>
        <source>Export cancelled.</source>
        <translation>已取消导出。</translation>
    </message>
    <message>
        <source>Wait until the current task has finished, or cancel it.</source>
        <translation>请等待当前任务完成，或将其取消。</translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the library</source>
        <translation>筛选媒体库</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Missing files</source>
        <translation>缺失的文件</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>No tags yet: select clips and press T</source>
        <translation>还没有标签：选择片段后按 T</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Choose dates…</source>
        <translation>选择日期…</translation>
    </message>
</context>
<context>
    <name>FirstHour</name>
    <message>
        <source>{0} upscales finished clips: choose another model for the first one.</source>
        <translation>{0} 用于放大已完成的片段：首个片段请选择其他模型。</translation>
    </message>
    <message>
        <source>Describe your clip</source>
        <translation>描述您的片段</translation>
    </message>
    <message>
        <source>Write what the video should show, in English. The examples are a good start.</source>
        <translation>用英文写下视频要展示的内容。可以从示例开始。</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Starter draws shapes. Models for real scenes are at the end of this list.</source>
        <translation>Starter 画的是图形。真实场景的模型在此列表末尾。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Watch the clip take shape in the middle. More clips wait in the queue.</source>
        <translation>在中间观看片段逐渐成形。更多片段会在队列中等待。</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Reorder, edit, pause or retry clips here. The queue survives quitting and power cuts.</source>
        <translation>在这里为片段排序、编辑、暂停或重试。退出或断电后，队列仍会保留。</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>媒体库</translation>
    </message>
    <message>
        <source>Every finished clip is kept here with its settings, ready to use again.</source>
        <translation>每个完成的片段都连同设置保留在这里，可随时复用。</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation>选择：{0}</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Add {0} to the queue</source>
        <translation>添加 {0} 个到队列</translation>
    </message>
</context>
<context>
    <name>FullScreen</name>
    <message>
        <source>Exit full screen</source>
        <translation>退出全屏</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Library</source>
        <translation>媒体库</translation>
    </message>
    <message>
        <source>Search prompts</source>
        <translation>搜索提示词</translation>
    </message>
    <message>
        <source>Finished clips</source>
        <translation>已完成的片段</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>No matching clips.</source>
        <translation>没有匹配的片段。</translation>
    </message>
    <message>
        <source>Finished clips appear here.</source>
        <translation>完成的片段会显示在这里。</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>复用设置</translation>
    </message>
    <message>
        <source>Show alternatives side by side</source>
        <translation>并排显示备选</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Compare these two</source>
        <translation>比较这两个</translation>
    </message>
    <message>
        <source>Show side by side</source>
        <translation>并排显示</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>seed {0}</source>
        <translation>种子 {0}</translation>
    </message>
</context>
<context>
    <name>Given</name>
    <message>
        <source>Start image</source>
        <translation>起始图片</translation>
    </message>
    <message>
        <source>End image</source>
        <translation>结束图片</translation>
    </message>
    <message>
        <source>Don&apos;t continue a clip</source>
        <translation>不延续片段</translation>
    </message>
    <message>
        <source>the picture is still being read</source>
        <translation>仍在读取图片</translation>
    </message>
    <message>
        <source>Continues {0}</source>
        <translation>延续 {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n new frame(s) follow its last one.</source>
        <translation>
            <numerusform>最后一帧之后新增 %n 帧。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures aren&apos;t supported by this model: use {0}</source>
        <translation>此模型不支持图片：请使用 {0}</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Move between clips side by side</source>
        <translation>在并排的片段之间移动</translation>
    </message>
    <message>
        <source>Show this clip alone</source>
        <translation>单独显示此片段</translation>
    </message>
    <message>
        <source>Clips side by side</source>
        <translation>并排的片段</translation>
    </message>
    <message>
        <source>{0} of {1}: {2}</source>
        <translation>第 {0} 个，共 {1} 个：{2}</translation>
    </message>
</context>
<context>
    <name>GuidedSteps</name>
    <message>
        <source>Guided steps: from</source>
        <translation>引导步数：从</translation>
    </message>
    <message>
        <source>Guided steps: to</source>
        <translation>引导步数：到</translation>
    </message>
    <message>
        <source>from </source>
        <translation>从 </translation>
    </message>
    <message>
        <source>to </source>
        <translation>到 </translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Guide only these steps: the others take half the time</source>
        <translation>仅引导这些步：其余各步只需一半时间</translation>
    </message>
    <message>
        <source>Needs guidance above 1</source>
        <translation>需要引导强度大于 1</translation>
    </message>
</context>
<context>
    <name>HelpActions</name>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Checking this computer…</source>
        <translation>正在检查这台电脑…</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>已保存：{0}</translation>
    </message>
</context>
<context>
    <name>HelpViewer</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>正常文字大小</translation>
    </message>
    <message>
        <source>Clear the search, or close the help</source>
        <translation>清除搜索，或关闭帮助</translation>
    </message>
    <message>
        <source>T2V Desktop Help</source>
        <translation>T2V Desktop 帮助</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>No matches. Try fewer or shorter words.</source>
        <translation>没有匹配项。请尝试更少或更短的词。</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>The help pages are missing: reinstall the application.</source>
        <translation>缺少帮助页面：请重新安装应用程序。</translation>
    </message>
    <message>
        <source>{0} is part of the source code.</source>
        <translation>{0} 是源代码的一部分。</translation>
    </message>
    <message>
        <source>Open this link in your browser?</source>
        <translation>要在浏览器中打开此链接吗？</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配项</translation>
    </message>
</context>
<context>
    <name>ImageSlot</name>
    <message>
        <source>Remove: {0}</source>
        <translation>移除：{0}</translation>
    </message>
    <message>
        <source>Choose a picture, drop one here, or paste one</source>
        <translation>选择图片、拖放到此处或粘贴</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Choose, drop
or paste</source>
        <translation>选择、拖放
或粘贴</translation>
    </message>
    <message>
        <source>Pictures ({0})</source>
        <translation>图片 ({0})</translation>
    </message>
</context>
<context>
    <name>Length</name>
    <message>
        <source>s</source>
        <comment>the unit of seconds</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Type frames, such as 24, or seconds, such as 3 s</source>
        <translation>输入帧数（如 24）或秒数（如 3 s）</translation>
    </message>
    <message>
        <source>{0} s · 1 frame</source>
        <translation>{0} 秒 · 1 帧</translation>
    </message>
    <message>
        <source>{0} s · {1} frames</source>
        <translation>{0} 秒 · {1} 帧</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Reuse settings</source>
        <translation>复用设置(&amp;R)</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Compare these two</source>
        <translation>比较这两个(&amp;C)</translation>
    </message>
    <message>
        <source>Fa&amp;vourite</source>
        <translation>收藏(&amp;V)</translation>
    </message>
    <message>
        <source>Edit &amp;tags…</source>
        <translation>编辑标签(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Contact s&amp;heet…</source>
        <translation>联系表(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Move to trash</source>
        <translation>移到回收站(&amp;M)</translation>
    </message>
    <message>
        <source>Remove from &amp;library</source>
        <translation>从媒体库中移除(&amp;L)</translation>
    </message>
    <message>
        <source>Select a&amp;ll</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Play clips &amp;under the mouse</source>
        <translation>播放鼠标下的片段(&amp;U)</translation>
    </message>
    <message>
        <source>Re&amp;scan clips folder</source>
        <translation>重新扫描片段文件夹(&amp;N)</translation>
    </message>
    <message>
        <source>R&amp;ating</source>
        <translation>评分(&amp;G)</translation>
    </message>
    <message>
        <source>No rating</source>
        <translation>无评分</translation>
    </message>
</context>
<context>
    <name>LibraryBinding</name>
    <message>
        <source>Back to the library</source>
        <translation>返回媒体库</translation>
    </message>
    <message>
        <source>The file of this clip is missing.</source>
        <translation>此片段的文件缺失。</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) changed</source>
        <translation>
            <numerusform>已更改 %n 个片段</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message>
        <source>Library</source>
        <translation>媒体库</translation>
    </message>
    <message>
        <source>Search prompts, settings and tags</source>
        <translation>搜索提示词、设置和标签</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>搜索媒体库</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>清除搜索和筛选条件</translation>
    </message>
    <message>
        <source>Go to the clips</source>
        <translation>转到片段</translation>
    </message>
    <message>
        <source>No matching clips</source>
        <translation>没有匹配的片段</translation>
    </message>
    <message>
        <source>No clips yet</source>
        <translation>还没有片段</translation>
    </message>
    <message>
        <source>Try fewer words or filters.</source>
        <translation>请减少搜索词或筛选条件。</translation>
    </message>
    <message>
        <source>Describe a scene on the left and press Generate. To find clips again that are already on your disk, choose Rescan clips folder in the Library menu.</source>
        <translation>在左侧描述一个场景，然后点击“生成”。要找回磁盘上已有的片段，请在“媒体库”菜单中选择“重新扫描片段文件夹”。</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, {1} selected</source>
        <translation>{0}，已选择 {1}</translation>
    </message>
</context>
<context>
    <name>ListedModel</name>
    <message>
        <source>File missing: {0}</source>
        <translation>文件缺失：{0}</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>收藏</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>文件缺失</translation>
    </message>
</context>
<context>
    <name>LogViewer</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>此窗口</translation>
    </message>
    <message>
        <source>The window before</source>
        <translation>上一个窗口</translation>
    </message>
    <message>
        <source>The engine&apos;s last error</source>
        <translation>引擎的上次错误</translation>
    </message>
    <message>
        <source>Content of the log</source>
        <translation>日志内容</translation>
    </message>
    <message>
        <source>Logs stay on this computer.</source>
        <translation>日志只保留在这台电脑上。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Nothing is logged here.</source>
        <translation>这里没有日志。</translation>
    </message>
</context>
<context>
    <name>LoraCard</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove: {0}</source>
        <translation>移除：{0}</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>rank {0}</source>
        <translation>秩 {0}</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>许可证：{0}</translation>
    </message>
    <message>
        <source>Trigger words: {0}</source>
        <translation>触发词：{0}</translation>
    </message>
</context>
<context>
    <name>LoraRow</name>
    <message>
        <source>Trigger words: {0}</source>
        <translation>触发词：{0}</translation>
    </message>
    <message>
        <source>Weight of {0}</source>
        <translation>{0} 的权重</translation>
    </message>
    <message>
        <source>1 is what it was trained for; less is subtler, 0 is off</source>
        <translation>1 为训练时的强度；越小越弱，0 为关闭</translation>
    </message>
    <message>
        <source>Add the trigger words of {0} to the prompt</source>
        <translation>将 {0} 的触发词添加到提示词</translation>
    </message>
    <message>
        <source>Take {0} out</source>
        <translation>移去 {0}</translation>
    </message>
    <message>
        <source>Picture of {0}</source>
        <translation>{0} 的图片</translation>
    </message>
</context>
<context>
    <name>Loras</name>
    <message>
        <source>A LoRA adds a style, a subject or speed to the model. Drop a .safetensors file here, or add one that is installed.</source>
        <translation>LoRA 能为模型增添风格、主体或提速。将 .safetensors 文件拖放到此处，或添加已安装的 LoRA。</translation>
    </message>
    <message>
        <source>Add LoRA</source>
        <translation>添加 LoRA</translation>
    </message>
    <message>
        <source>LoRA {0} is not installed: import it, or take it out</source>
        <translation>LoRA {0} 未安装：请导入或移去</translation>
    </message>
    <message>
        <source>Import a LoRA file…</source>
        <translation>导入 LoRA 文件…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>T2V Desktop</source>
        <translation>T2V Desktop</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>已保存：{0}</translation>
    </message>
    <message>
        <source>Frame copied.</source>
        <translation>已复制该帧。</translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.webm *.gif *.png)</source>
        <translation>视频 (*.mp4 *.webm *.gif *.png)</translation>
    </message>
    <message>
        <source>Open video</source>
        <translation>打开视频</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) rendered</source>
        <translation>
            <numerusform>已渲染 %n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>，%n 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>A clip is still rendering</source>
        <translation>仍有片段正在渲染</translation>
    </message>
    <message>
        <source>It will start over next time. The queue is saved.</source>
        <translation>下次会重新开始渲染。队列已保存。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Progress of {0}</source>
        <translation>{0} 的进度</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{0}. Best for: {1}. Limits: {2}.</source>
        <translation>{0}。适合：{1}。局限：{2}。</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>许可证：{0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Doesn&apos;t fit: needs {0} GB of memory</source>
        <translation>无法运行：需要 {0} GB 内存</translation>
    </message>
    <message>
        <source>Doesn&apos;t fit: needs {0} GB of GPU memory</source>
        <translation>无法运行：需要 {0} GB 显存</translation>
    </message>
    <message>
        <source>Fits this computer</source>
        <translation>可在这台电脑上运行</translation>
    </message>
    <message>
        <source>Fits · about {0} a clip on this computer</source>
        <translation>可运行 · 在这台电脑上每个片段约 {0}</translation>
    </message>
    <message>
        <source>Fits · a clip takes minutes on this computer</source>
        <translation>可运行 · 在这台电脑上每个片段需数分钟</translation>
    </message>
    <message>
        <source>Fits · a clip takes hours on this computer</source>
        <translation>可运行 · 在这台电脑上每个片段需数小时</translation>
    </message>
    <message>
        <source>Fits · a clip takes days on this computer</source>
        <translation>可运行 · 在这台电脑上每个片段需数天</translation>
    </message>
    <message>
        <source>Resume download</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Download ({0})</source>
        <translation>下载 ({0})</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>{0}/s</source>
        <translation>{0}/秒</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} 帧</translation>
    </message>
    <message>
        <source>needs about {0} of GPU memory</source>
        <translation>需要约 {0} 显存</translation>
    </message>
    <message>
        <source>{0} on disk</source>
        <translation>占用磁盘 {0}</translation>
    </message>
    <message>
        <source>{0} of it shared with another folder</source>
        <translation>其中 {0} 与其他文件夹共用</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Download paused</source>
        <translation>下载已暂停</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Repairing</source>
        <translation>正在修复</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>正在移除</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>No model installed</source>
        <translation>未安装模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Quality: {0}</source>
        <translation>质量：{0}</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Few steps</source>
        <translation>少步</translation>
    </message>
    <message>
        <source>Get more models…</source>
        <translation>获取更多模型…</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} 步</translation>
    </message>
    <message>
        <source>{0} steps without guidance, for LoRAs that were made for it, such as LCM, CausVid or lightx2v</source>
        <translation>{0} 步，无引导；用于专门的 LoRA，例如 LCM、CausVid 或 lightx2v</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Model folder…</source>
        <translation>模型文件夹…</translation>
    </message>
    <message>
        <source>Checkpoint of ModelScope, ZeroScope or Wan…</source>
        <translation>ModelScope、ZeroScope 或 Wan 的检查点…</translation>
    </message>
    <message>
        <source>LoRA…</source>
        <translation>LoRA…</translation>
    </message>
    <message>
        <source>Add from Hugging Face…</source>
        <translation>从 Hugging Face 添加…</translation>
    </message>
    <message>
        <source>Move all models to another folder…</source>
        <translation>将所有模型移到其他文件夹…</translation>
    </message>
    <message>
        <source>Hugging Face token (this session)…</source>
        <translation>Hugging Face 令牌（本次会话）…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{0} used in {1} · {2} free</source>
        <translation>{1} 已用 {0} · 可用 {2}</translation>
    </message>
    <message>
        <source>{0} used in {1}</source>
        <translation>{1} 已用 {0}</translation>
    </message>
    <message>
        <source>This frees {0}.</source>
        <translation>将释放 {0}。</translation>
    </message>
    <message>
        <source>{0} stay on disk: another folder, such as the Hugging Face cache, shares these files.</source>
        <translation>{0} 会留在磁盘上：其他文件夹（例如 Hugging Face 缓存）共用这些文件。</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>移除 {0}？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>see {0} on Hugging Face</source>
        <translation>参见 Hugging Face 上的 {0}</translation>
    </message>
    <message>
        <source>Download {0}?</source>
        <translation>下载 {0}？</translation>
    </message>
    <message>
        <source>Licence: {0}. {1} will be downloaded from Hugging Face. {2}</source>
        <translation>许可证：{0}。将从 Hugging Face 下载 {1}。{2}</translation>
    </message>
    <message>
        <source>Accept and download</source>
        <translation>接受并下载</translation>
    </message>
    <message>
        <source>Unsafe pickle files are converted in a sandbox first.</source>
        <translation>不安全的 pickle 文件会先在沙盒中转换。</translation>
    </message>
    <message>
        <source>Pickle files are converted first, by a separate process that reads only the weights in them.</source>
        <translation>pickle 文件会先由一个只读取其中权重的独立进程转换。</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors)</source>
        <translation>检查点 (*.pth *.pt *.bin *.ckpt *.safetensors)</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>This file has only the denoiser. Download or import a base model first, to take the other parts from.</source>
        <translation>此文件只有去噪器。请先下载或导入基础模型，以提供其他部分。</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>This file has only the denoiser. Take the other parts from:</source>
        <translation>此文件只有去噪器。其他部分取自：</translation>
    </message>
    <message>
        <source>This frees {0}. Clips that were made with it can&apos;t be made again.</source>
        <translation>将释放 {0}。用它生成的片段将无法再次生成。</translation>
    </message>
    <message>
        <source>Its weights are a pickle, which can execute code. {0} Do you trust its source?</source>
        <translation>其权重是 pickle 文件，可能执行代码。{0}您信任它的来源吗？</translation>
    </message>
    <message>
        <source>Convert {0}?</source>
        <translation>转换 {0}？</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Add from Hugging Face</source>
        <translation>从 Hugging Face 添加</translation>
    </message>
    <message>
        <source>Model ID (owner/name):</source>
        <translation>模型 ID (owner/name)：</translation>
    </message>
    <message>
        <source>Choose models folder</source>
        <translation>选择模型文件夹</translation>
    </message>
    <message>
        <source>Hugging Face token</source>
        <translation>Hugging Face 令牌</translation>
    </message>
    <message>
        <source>For gated models. Never saved.</source>
        <translation>用于受限模型。绝不保存。</translation>
    </message>
    <message>
        <source>Moving: {0} of {1}</source>
        <translation>正在移动：{0} / {1}</translation>
    </message>
    <message>
        <source>Missing or changed files: {0}.</source>
        <translation>缺失或已更改的文件：{0}。</translation>
    </message>
    <message>
        <source>{0} Click Repair to fix it.</source>
        <translation>{0}点击“修复”即可解决。</translation>
    </message>
    <message>
        <source>All files are intact.</source>
        <translation>所有文件完好。</translation>
    </message>
    <message>
        <source>Repaired: {0}</source>
        <translation>已修复：{0}</translation>
    </message>
    <message>
        <source>{0} is installed: choose it under LoRAs in the compose panel.</source>
        <translation>{0} 已安装：可在左侧面板的 LoRA 中选择。</translation>
    </message>
</context>
<context>
    <name>OwnPresets</name>
    <message>
        <source>My presets</source>
        <translation>我的预设</translation>
    </message>
    <message>
        <source>Save the settings below under a name, or use saved ones</source>
        <translation>将下方的设置命名保存，或使用已保存的设置</translation>
    </message>
    <message>
        <source>Save settings as preset…</source>
        <translation>将设置保存为预设…</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>预设名称：</translation>
    </message>
    <message>
        <source>Rename preset</source>
        <translation>重命名预设</translation>
    </message>
    <message>
        <source>Delete this preset?</source>
        <translation>删除此预设？</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
    <message>
        <source>No matching commands</source>
        <translation>没有匹配的命令</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Stop comparing</source>
        <translation>停止比较</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>No clip yet</source>
        <translation>还没有片段</translation>
    </message>
    <message>
        <source>Describe a scene on the left and press Generate.</source>
        <translation>在左侧描述一个场景，然后点击“生成”。</translation>
    </message>
    <message>
        <source>Click an example to render it, or describe a scene on the left.</source>
        <translation>点击示例即可渲染，或在左侧描述一个场景。</translation>
    </message>
    <message>
        <source>A new clip</source>
        <translation>新片段</translation>
    </message>
    <message>
        <source>{0} and {1} · drag the line or press ← → · Esc to stop</source>
        <translation>{0} 与 {1} · 拖动分割线或按 ← → · 按 Esc 停止</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) side by side</source>
        <translation>
            <numerusform>%n 个片段并排</numerusform>
        </translation>
    </message>
    <message>
        <source>Click one to show it alone · Esc to go back</source>
        <translation>点击片段可单独显示 · 按 Esc 返回</translation>
    </message>
    <message>
        <source>Can&apos;t play this clip</source>
        <translation>无法播放此片段</translation>
    </message>
</context>
<context>
    <name>PlayerActions</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>第一帧</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save without settings…</source>
        <translation>另存为（不含设置）…</translation>
    </message>
    <message>
        <source>A copy without prompt and settings; it still says that it is AI-generated</source>
        <translation>不含提示词和设置的副本；仍会标明由 AI 生成</translation>
    </message>
    <message>
        <source>Copy frame</source>
        <translation>复制帧</translation>
    </message>
    <message>
        <source>Save frame…</source>
        <translation>保存帧…</translation>
    </message>
    <message>
        <source>Start a clip with this frame</source>
        <translation>以此帧开始新片段</translation>
    </message>
    <message>
        <source>Continue this clip</source>
        <translation>延续此片段</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Show alternatives side by side</source>
        <translation>并排显示备选</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>复用设置</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Upscale to HD</source>
        <translation>放大到高清</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>停止比较</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Clips folder</source>
        <translation>片段文件夹</translation>
    </message>
    <message>
        <source>Move clips folder…</source>
        <translation>移动片段文件夹…</translation>
    </message>
    <message>
        <source>Move clips folder</source>
        <translation>移动片段文件夹</translation>
    </message>
    <message>
        <source>Moves the clips too, and keeps their ratings and tags</source>
        <translation>片段会一同移动，并保留其评分和标签</translation>
    </message>
    <message>
        <source>Models folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>Memory saving</source>
        <translation>节省内存</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>8-bit weights</source>
        <translation>8 位权重</translation>
    </message>
    <message>
        <source>Keep the model in memory</source>
        <translation>将模型保留在内存中</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 分钟</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 分钟</translation>
    </message>
    <message>
        <source>Until I quit</source>
        <translation>直到退出</translation>
    </message>
    <message>
        <source>A model in memory starts the next clip sooner. It is released earlier if memory runs low.</source>
        <translation>模型保留在内存中，下一个片段会更快开始。内存不足时会提前释放。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Match system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Changes when you next start the application</source>
        <translation>下次启动应用程序时更改</translation>
    </message>
    <message>
        <source>Show previews while rendering</source>
        <translation>渲染时显示预览</translation>
    </message>
    <message>
        <source>Notify me when the queue finishes</source>
        <translation>队列完成时通知我</translation>
    </message>
    <message>
        <source>Hugging Face mirror</source>
        <translation>Hugging Face 镜像</translation>
    </message>
    <message>
        <source>Proxy for downloads</source>
        <translation>下载代理</translation>
    </message>
    <message>
        <source>None, or http://… or socks5://…</source>
        <translation>无，或 http://… 或 socks5://…</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/秒</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>不限速</translation>
    </message>
    <message>
        <source>Download speed limit</source>
        <translation>下载速度上限</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Keep model</source>
        <translation>保留模型</translation>
    </message>
    <message>
        <source>Model downloads</source>
        <translation>模型下载</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>速度上限</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用程序</translation>
    </message>
    <message>
        <source>Move the clips folder to</source>
        <translation>将片段文件夹移到</translation>
    </message>
</context>
<context>
    <name>PromptArea</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>What should the video show?</source>
        <translation>视频要展示什么？</translation>
    </message>
    <message>
        <source>Describe it in English</source>
        <translation>请用英文描述</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>What to avoid, such as: text, watermark</source>
        <translation>要避免的内容，例如：text, watermark</translation>
    </message>
    <message>
        <source>Words to add</source>
        <translation>可添加的词</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>Tokens used / limit</source>
        <translation>已用词元 / 上限</translation>
    </message>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0} / {1} 个词元</translation>
    </message>
    <message>
        <source>Too long: the struck-through words are ignored</source>
        <translation>太长：划掉的词会被忽略</translation>
    </message>
    <message>
        <source>Too long: words of the styles are ignored</source>
        <translation>太长：风格中的词会被忽略</translation>
    </message>
    <message>
        <source>The model knows only English, not {0} script</source>
        <translation>模型只懂英文，不懂{0}文字</translation>
    </message>
    <message>
        <source>Doesn&apos;t look like English; the model knows only English</source>
        <translation>看起来不是英文；模型只懂英文</translation>
    </message>
    <message numerus="yes">
        <source>Creates %n random clip(s)</source>
        <translation>
            <numerusform>将生成 %n 个随机片段</numerusform>
        </translation>
    </message>
    <message>
        <source>Creates {0} clips</source>
        <translation>将生成 {0} 个片段</translation>
    </message>
</context>
<context>
    <name>PromptMenu</name>
    <message>
        <source>Recent and saved prompts</source>
        <translation>最近和已保存的提示词</translation>
    </message>
    <message>
        <source>Remove this prompt from Saved</source>
        <translation>从已保存中移除此提示词</translation>
    </message>
    <message>
        <source>Save this prompt</source>
        <translation>保存此提示词</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Prompts you use will appear here</source>
        <translation>用过的提示词会显示在这里</translation>
    </message>
    <message>
        <source>Saved prompts…</source>
        <translation>已保存的提示词…</translation>
    </message>
    <message>
        <source>Open wildcards folder</source>
        <translation>打开通配符文件夹</translation>
    </message>
</context>
<context>
    <name>PromptTree</name>
    <message>
        <source>Saved prompts</source>
        <translation>已保存的提示词</translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message numerus="yes">
        <source>%n clip(s) restored to the queue.</source>
        <translation>
            <numerusform>已将 %n 个片段恢复到队列。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) removed from the queue.</source>
        <translation>
            <numerusform>已从队列中移除 %n 个片段。</numerusform>
        </translation>
    </message>
    <message>
        <source>Clips folder</source>
        <translation>片段文件夹</translation>
    </message>
    <message>
        <source>Nothing smaller fits either. Choose a smaller model.</source>
        <translation>更小的设置也不可行。请选择较小的模型。</translation>
    </message>
    <message>
        <source>Trying again with {0}, {1} frames.</source>
        <translation>正在以 {0}、{1} 帧重试。</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message numerus="yes">
        <source>Finished (%n)</source>
        <translation>
            <numerusform>已完成 (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, open</source>
        <translation>{0}，已展开</translation>
    </message>
    <message>
        <source>{0}, folded</source>
        <translation>{0}，已折叠</translation>
    </message>
    <message>
        <source>{0} of {1} · {2}</source>
        <translation>{0} / {1} · {2}</translation>
    </message>
    <message>
        <source>HD · {0}</source>
        <translation>高清 · {0}</translation>
    </message>
    <message>
        <source>{0} · {1} left</source>
        <translation>{0} · 剩余 {1}</translation>
    </message>
    <message>
        <source>Open for editing</source>
        <translation>正在编辑</translation>
    </message>
    <message>
        <source>The engine crashed. Retrying…</source>
        <translation>引擎崩溃。正在重试…</translation>
    </message>
</context>
<context>
    <name>QueueRow</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show clip</source>
        <translation>显示片段</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Pause after this clip</source>
        <translation>完成此片段后暂停</translation>
    </message>
    <message>
        <source>More queue actions</source>
        <translation>更多队列操作</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>The queue is empty. New clips appear here.</source>
        <translation>队列为空。新片段会显示在这里。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove (Cancel while it runs)</source>
        <translation>移除（正在运行则取消）</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>撤销移除</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Retry all failed</source>
        <translation>重试所有失败的片段</translation>
    </message>
    <message>
        <source>Quit after this clip</source>
        <translation>完成此片段后退出</translation>
    </message>
    <message>
        <source>Do nothing</source>
        <translation>不执行任何操作</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Sleep</source>
        <translation>睡眠</translation>
    </message>
    <message>
        <source>When the queue finishes</source>
        <translation>队列完成时</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Show alternatives side by side</source>
        <translation>并排显示备选</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>Recovered %n clip(s) from the clips folder.</source>
        <translation>
            <numerusform>已从片段文件夹恢复 %n 个片段。</numerusform>
        </translation>
    </message>
    <message>
        <source>The library is damaged. Restart T2V Desktop to repair it.</source>
        <translation>媒体库已损坏。请重新启动 T2V Desktop 进行修复。</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Open or fold the finished clips</source>
        <translation>展开或折叠已完成的片段</translation>
    </message>
</context>
<context>
    <name>SavedPrompts</name>
    <message>
        <source>Saved prompts</source>
        <translation>已保存的提示词</translation>
    </message>
    <message>
        <source>Search saved prompts</source>
        <translation>搜索已保存的提示词</translation>
    </message>
    <message>
        <source>Save this prompt</source>
        <translation>保存此提示词</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移到</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>No saved prompts yet. Save the prompt you have typed, or import some.</source>
        <translation>还没有已保存的提示词。请保存您输入的提示词，或导入一些。</translation>
    </message>
    <message>
        <source>Use prompt</source>
        <translation>使用提示词</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>无文件夹</translation>
    </message>
    <message>
        <source>New folder {0}</source>
        <translation>新建文件夹 {0}</translation>
    </message>
    <message numerus="yes">
        <source>Deleted: %n prompt(s)</source>
        <translation>
            <numerusform>已删除：%n 条提示词</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder deleted</source>
        <translation>已删除文件夹</translation>
    </message>
    <message numerus="yes">
        <source>Restored: %n prompt(s)</source>
        <translation>
            <numerusform>已恢复：%n 条提示词</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder restored</source>
        <translation>已恢复文件夹</translation>
    </message>
    <message>
        <source>Negative: {0}</source>
        <translation>负面：{0}</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) found</source>
        <translation>
            <numerusform>找到 %n 条提示词</numerusform>
        </translation>
    </message>
    <message>
        <source>No saved prompt has these words.</source>
        <translation>没有已保存的提示词包含这些词。</translation>
    </message>
</context>
<context>
    <name>SecondPass</name>
    <message>
        <source>Each clip is rendered as usual, then upscaled with {0}</source>
        <translation>每个片段照常渲染，然后用 {0} 放大</translation>
    </message>
    <message>
        <source>Also upscale to HD</source>
        <translation>同时放大到高清</translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Roll a seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Roll and lock a seed</source>
        <translation>随机并锁定种子</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>锁定种子</translation>
    </message>
    <message>
        <source>Same seed each time</source>
        <translation>每次使用相同的种子</translation>
    </message>
    <message>
        <source>New random seed each time</source>
        <translation>每次使用新的随机种子</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The app closed during a render. Press Resume to continue.</source>
        <translation>应用程序在渲染时关闭。点击“继续”以继续。</translation>
    </message>
    <message>
        <source>The queue still has clips to render. Press Resume to continue.</source>
        <translation>队列中还有片段待渲染。点击“继续”以渲染。</translation>
    </message>
</context>
<context>
    <name>SettingsActions</name>
    <message>
        <source>The language changes when you next start the application.</source>
        <translation>语言将在下次启动应用程序时更改。</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>设置 (*.json)</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>已保存：{0}</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Settings imported from {0}</source>
        <translation>已从 {0} 导入设置</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
    <message>
        <source>No matching shortcuts</source>
        <translation>没有匹配的快捷键</translation>
    </message>
</context>
<context>
    <name>SizeLength</name>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>in steps of {0}</source>
        <translation>步长 {0}</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>自定义…</translation>
    </message>
    <message>
        <source>{0} × {1}…</source>
        <translation>{0} × {1}…</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Move the line between two clips</source>
        <translation>移动两个片段之间的分割线</translation>
    </message>
    <message>
        <source>Move the line in larger steps</source>
        <translation>大步移动分割线</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>{0} on the left, {1} on the right; the arrow keys move the line</source>
        <translation>左侧 {0}，右侧 {1}；按方向键移动分割线</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
</context>
<context>
    <name>StarsAndHeart</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Favourite (F)</source>
        <translation>收藏 (F)</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Private</source>
        <translation>私密</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>任何内容都不会离开这台电脑</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{0} loaded</source>
        <translation>已加载 {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) left</source>
        <translation>
            <numerusform>剩余 %n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>约 {0}</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Add a style to the prompt: its words are added when you press Generate</source>
        <translation>为提示词添加风格：点击“生成”时会加入其中的词</translation>
    </message>
    <message>
        <source>No styles for this model yet</source>
        <translation>此模型还没有风格</translation>
    </message>
    <message>
        <source>Edit styles…</source>
        <translation>编辑风格…</translation>
    </message>
    <message>
        <source>Remove style {0}</source>
        <translation>移除风格 {0}</translation>
    </message>
    <message>
        <source>Click to remove; Ctrl+← and Ctrl+→ change the order</source>
        <translation>点击可移除；按 Ctrl+← 和 Ctrl+→ 可更改顺序</translation>
    </message>
    <message>
        <source>This style doesn&apos;t exist for this model</source>
        <translation>此模型没有这个风格</translation>
    </message>
</context>
<context>
    <name>StylesDialog</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>a dog on a beach</source>
        <translation>a dog on a beach</translation>
    </message>
    <message>
        <source>Comes before your prompt, such as: 2D anime style.</source>
        <translation>加在提示词之前，例如：2D anime style.</translation>
    </message>
    <message>
        <source>Comes after your prompt, such as: film grain, muted colors</source>
        <translation>加在提示词之后，例如：film grain, muted colors</translation>
    </message>
    <message>
        <source>What to avoid, such as: text, watermark</source>
        <translation>要避免的内容，例如：text, watermark</translation>
    </message>
    <message>
        <source>New style</source>
        <translation>新建风格</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>Suffix</source>
        <translation>后缀</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>soft light</source>
        <translation>soft light</translation>
    </message>
    <message>
        <source>Built in. Copy it to change it.</source>
        <translation>内置。要更改请先复制。</translation>
    </message>
    <message>
        <source>Preview: {0}</source>
        <translation>预览：{0}</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>未保存：{0}</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Deleted: {0}</source>
        <translation>已删除：{0}</translation>
    </message>
    <message>
        <source>No styles yet. A style adds the same words to many prompts: press New style.</source>
        <translation>还没有风格。风格可为多条提示词添加相同的词：请点击“新建风格”。</translation>
    </message>
</context>
<context>
    <name>TagDialog</name>
    <message>
        <source>Edit tags</source>
        <translation>编辑标签</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Used before</source>
        <translation>曾经使用</translation>
    </message>
    <message numerus="yes">
        <source>Tags that all %n selected clip(s) have:</source>
        <translation>
            <numerusform>所选 %n 个片段共有的标签：</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove tag {0}</source>
        <translation>移除标签 {0}</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Add tag {0}</source>
        <translation>添加标签 {0}</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel: {0}</source>
        <translation>取消：{0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>End the tour</source>
        <translation>结束导览</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Add prompts, styles, wildcards and presets from a file</source>
        <translation>从文件添加提示词、风格、通配符和预设</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save all your prompts, styles, wildcards and presets in one file</source>
        <translation>将所有提示词、风格、通配符和预设保存到一个文件</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n 条提示词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n style(s)</source>
        <translation>
            <numerusform>%n 个风格</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wildcard(s)</source>
        <translation>
            <numerusform>%n 个通配符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n preset(s)</source>
        <translation>
            <numerusform>%n 个预设</numerusform>
        </translation>
    </message>
    <message>
        <source>Added: {0}</source>
        <translation>已添加：{0}</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>没有新内容</translation>
    </message>
    <message numerus="yes">
        <source>%n already there</source>
        <translation>
            <numerusform>%n 项已存在</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n 项已重命名</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not usable</source>
        <translation>
            <numerusform>%n 项无法使用</numerusform>
        </translation>
    </message>
    <message>
        <source>Prompts and styles (*.json *.csv *.txt)</source>
        <translation>提示词和风格 (*.json *.csv *.txt)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>frame {0} of {1}</source>
        <translation>第 {0} 帧，共 {1} 帧</translation>
    </message>
    <message>
        <source>{0} / {1} frames</source>
        <translation>{0} / {1} 帧</translation>
    </message>
    <message>
        <source>{0} / {1} s</source>
        <translation>{0} / {1} 秒</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed ([ slower, ] faster)</source>
        <translation>速度（[ 减速，] 加速）</translation>
    </message>
</context>
<context>
    <name>UnknownWords</name>
    <message>
        <source>Get a model…</source>
        <translation>获取模型…</translation>
    </message>
    <message>
        <source>Get a model for scenes</source>
        <translation>获取能画场景的模型</translation>
    </message>
    <message>
        <source>{0} draws only shapes: get a model for scenes</source>
        <translation>{0} 只画图形：请获取能画场景的模型</translation>
    </message>
    <message>
        <source>Not known: {0}</source>
        <translation>不认识：{0}</translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message>
        <source>Rescanning clips folder</source>
        <translation>正在重新扫描片段文件夹</translation>
    </message>
    <message numerus="yes">
        <source>%n new clip(s) added.</source>
        <translation>
            <numerusform>已添加 %n 个新片段。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved clip(s) found again.</source>
        <translation>
            <numerusform>已找回 %n 个被移动的片段。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) still missing.</source>
        <translation>
            <numerusform>仍缺失 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new in the clips folder.</source>
        <translation>片段文件夹中没有新内容。</translation>
    </message>
    <message>
        <source>Moving the clips folder</source>
        <translation>正在移动片段文件夹</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) moved to {0}.</source>
        <translation>
            <numerusform>已将 %n 个片段移到 {0}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Wait until the current task has finished, or cancel it.</source>
        <translation>请等待当前任务完成，或将其取消。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>媒体库</translation>
    </message>
    <message>
        <source>Show the player</source>
        <translation>显示播放器</translation>
    </message>
    <message>
        <source>Show the library</source>
        <translation>显示媒体库</translation>
    </message>
</context>
<context>
    <name>WildcardCompletion</name>
    <message>
        <source>Wildcards</source>
        <translation>通配符</translation>
    </message>
</context>
<context>
    <name>WindowProgress</name>
    <message>
        <source>T2V Desktop</source>
        <translation>T2V Desktop</translation>
    </message>
    <message>
        <source>{0} % – {1}</source>
        <translation>{0} % – {1}</translation>
    </message>
</context>
<context>
    <name>absence</name>
    <message>
        <source>The drive {0} isn&apos;t connected. Connect it to play this clip.</source>
        <translation>驱动器 {0} 未连接。请连接后播放此片段。</translation>
    </message>
    <message>
        <source>The folder {0} is missing: it was moved, renamed or deleted.</source>
        <translation>找不到文件夹 {0}：它已被移动、重命名或删除。</translation>
    </message>
    <message>
        <source>The file is missing: it was moved, renamed or deleted. Rescan clips folder in the Library menu looks for it.</source>
        <translation>文件缺失：它已被移动、重命名或删除。“媒体库”菜单中的“重新扫描片段文件夹”可以查找它。</translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <source>seed {0}</source>
        <translation>种子 {0}</translation>
    </message>
    <message>
        <source>no style</source>
        <translation>无风格</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} 帧</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} 步</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>引导强度 {0}</translation>
    </message>
    <message>
        <source>no LoRA</source>
        <translation>无 LoRA</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右</translation>
    </message>
</context>
<context>
    <name>conditions</name>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Tag: {0}</source>
        <translation>标签：{0}</translation>
    </message>
    <message>
        <source>Missing files</source>
        <translation>缺失的文件</translation>
    </message>
    <message>
        <source>{0} or more</source>
        <translation>{0} 及以上</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>Starter</translation>
    </message>
    <message>
        <source>Rendered from a prompt</source>
        <translation>由提示词渲染</translation>
    </message>
    <message>
        <source>Continued clips</source>
        <translation>延续的片段</translation>
    </message>
    <message>
        <source>Upscaled to HD</source>
        <translation>已放大到高清</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新优先</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早优先</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>评分最高优先</translation>
    </message>
    <message>
        <source>Prompt, A–Z</source>
        <translation>提示词，A–Z</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} 至 {1}</translation>
    </message>
    <message>
        <source>Since {0}</source>
        <translation>{0} 起</translation>
    </message>
    <message>
        <source>Until {0}</source>
        <translation>截至 {0}</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>LoRAs (*.safetensors)</source>
        <translation>LoRA (*.safetensors)</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Help window</source>
        <translation>帮助窗口</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New prompt</source>
        <translation>新建提示词(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open video…</source>
        <translation>打开视频(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Export settings…</source>
        <translation>导出设置(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Import settings…</source>
        <translation>导入设置(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>Saved &amp;prompts…</source>
        <translation>已保存的提示词(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Styles…</source>
        <translation>风格(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Undo delete</source>
        <translation>撤销删除(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Find in library</source>
        <translation>在媒体库中查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Show &amp;library or player</source>
        <translation>显示媒体库或播放器(&amp;L)</translation>
    </message>
    <message>
        <source>Show &amp;current clip</source>
        <translation>显示当前片段(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Pause after this clip</source>
        <translation>完成此片段后暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Cancel current clip</source>
        <translation>取消当前片段(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>媒体库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Open models &amp;folder</source>
        <translation>打开模型文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Refresh model list</source>
        <translation>刷新模型列表(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>命令(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Take the &amp;tour</source>
        <translation>开始导览(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Log…</source>
        <translation>日志(&amp;L)…</translation>
    </message>
    <message>
        <source>Save &amp;report…</source>
        <translation>保存报告(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;About T2V Desktop</source>
        <translation>关于 T2V Desktop(&amp;A)</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>, or memory saving auto</source>
        <translation>，或将节省内存设为自动</translation>
    </message>
    <message>
        <source>30 frames at once with less memory than ZeroScope v2 576w</source>
        <translation>一次 30 帧，内存占用低于 ZeroScope v2 576w</translation>
    </message>
    <message>
        <source>CC-BY-NC-4.0 (the model card&apos;s text says CC-BY-NC-ND): not for commercial use</source>
        <translation>CC-BY-NC-4.0（模型卡正文写的是 CC-BY-NC-ND）：禁止商业使用</translation>
    </message>
    <message>
        <source>CC-BY-NC-4.0: not for commercial use</source>
        <translation>CC-BY-NC-4.0：禁止商业使用</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>Chinese or Japanese</source>
        <translation>中文或日文</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Content-Length</source>
        <translation>Content-Length</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>设备或资源忙</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>目录非空</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>参数无效</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个目录</translation>
    </message>
    <message>
        <source>JPEG, PNG, WebP, GIF, BMP or TIFF</source>
        <translation>JPEG、PNG、WebP、GIF、BMP 或 TIFF</translation>
    </message>
    <message>
        <source>LoRA name</source>
        <translation>LoRA 名称</translation>
    </message>
    <message>
        <source>LoRA weight</source>
        <translation>LoRA 权重</translation>
    </message>
    <message>
        <source>LoRA {0} changes the {1} of {2} in two ways</source>
        <translation>LoRA {0} 以两种方式更改 {2} 的 {1}</translation>
    </message>
    <message>
        <source>LoRA {0} changes the {1} of {2}, which has none in this model</source>
        <translation>LoRA {0} 更改 {2} 的 {1}，但此模型中没有它</translation>
    </message>
    <message>
        <source>LoRA {0} changes {1} twice</source>
        <translation>LoRA {0} 对 {1} 更改了两次</translation>
    </message>
    <message>
        <source>LoRA {0} changes {1} twice, under two names</source>
        <translation>LoRA {0} 以两个名称对 {1} 更改了两次</translation>
    </message>
    <message>
        <source>LoRA {0} doesn&apos;t exist</source>
        <translation>LoRA {0} 不存在</translation>
    </message>
    <message>
        <source>LoRA {0} has only half of the change of {1}: download or copy it again</source>
        <translation>LoRA {0} 只包含 {1} 更改的一半：请重新下载或复制</translation>
    </message>
    <message>
        <source>LoRA {0} has rank {1} at {2}: the limit is {3}</source>
        <translation>LoRA {0} 在 {2} 处的秩为 {1}：上限为 {3}</translation>
    </message>
    <message>
        <source>LoRA {0} has {1} tensors of an unknown kind, such as {2}</source>
        <translation>LoRA {0} 有 {1} 个未知类型的张量，例如 {2}</translation>
    </message>
    <message>
        <source>LoRA {0} is chosen twice: choose it once, with the weight you want</source>
        <translation>LoRA {0} 被选择了两次：请只选一次，并设为所需权重</translation>
    </message>
    <message>
        <source>LoRA {0} is made for a model of another size: {1}</source>
        <translation>LoRA {0} 适用于其他规模的模型：{1}</translation>
    </message>
    <message>
        <source>LoRA {0} is made for another model: {1} of the {2} layers it changes are in this one; {3} isn&apos;t</source>
        <translation>LoRA {0} 适用于其他模型：它更改的 {2} 层中有 {1} 层在此模型中；{3} 不在</translation>
    </message>
    <message>
        <source>LoRA {0} is not installed: import its file first</source>
        <translation>LoRA {0} 未安装：请先导入其文件</translation>
    </message>
    <message>
        <source>LoRA {0} is not installed: installed are {1}</source>
        <translation>LoRA {0} 未安装：已安装的有 {1}</translation>
    </message>
    <message>
        <source>LoRA {0}: a DoRA can&apos;t be loaded: only LoRAs can</source>
        <translation>LoRA {0}：无法加载 DoRA，只能加载 LoRA</translation>
    </message>
    <message>
        <source>LoRA {0}: its settings multiply it by {1}, and the limit is {2}</source>
        <translation>LoRA {0}：其设置的倍数为 {1}，上限为 {2}</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} has integers ({2}) where a LoRA has fractions</source>
        <translation>LoRA {0}：{1} 含有整数 ({2})，而 LoRA 此处应为小数</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} has values that are not numbers: download or copy it again</source>
        <translation>LoRA {0}：{1} 含有非数值：请重新下载或复制</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} multiplies a change by {2}, and the limit is {3}</source>
        <translation>LoRA {0}：{1} 将更改放大 {2} 倍，上限为 {3}</translation>
    </message>
    <message>
        <source>LoRA {0}: {1} must be a single number</source>
        <translation>LoRA {0}：{1} 必须是单个数字</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有此文件或目录</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是目录</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许的操作</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>只读文件系统</translation>
    </message>
    <message>
        <source>Resource temporarily unavailable</source>
        <translation>资源暂时不可用</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>文件句柄已失效</translation>
    </message>
    <message>
        <source>T2V Desktop is already running{0} and does not respond. Close it first: it uses {1}</source>
        <translation>T2V Desktop 已在运行{0}，但没有响应。请先将其关闭：它正在使用 {1}</translation>
    </message>
    <message>
        <source>Text file busy</source>
        <translation>文本文件忙</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符号链接层数过多</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>传输端点未连接</translation>
    </message>
    <message>
        <source>a LoRA called {0} is installed already: choose another name, or remove that one first</source>
        <translation>已安装名为 {0} 的 LoRA：请换一个名称，或先移除它</translation>
    </message>
    <message>
        <source>a LoRA can&apos;t be called {0}: choose another name</source>
        <translation>LoRA 不能命名为 {0}：请换一个名称</translation>
    </message>
    <message>
        <source>a LoRA has no name</source>
        <translation>有一个 LoRA 没有名称</translation>
    </message>
    <message>
        <source>a cache interval of {0} isn&apos;t supported by {1}: use 1</source>
        <translation>{1} 不支持缓存间隔 {0}：请使用 1</translation>
    </message>
    <message>
        <source>a clip of 1 frame can&apos;t both start and end with an image: use more frames, or one image</source>
        <translation>只有 1 帧的片段不能同时以图片开头和结尾：请增加帧数，或只用一张图片</translation>
    </message>
    <message>
        <source>a clip that continues another one begins with its frames: leave out strength and start image</source>
        <translation>延续的片段以原片段的帧开头：请去掉强度和起始图片</translation>
    </message>
    <message>
        <source>a closing brace }} has no {{ before it: write \}} for a plain brace</source>
        <translation>右花括号 }} 之前没有 {{：如需普通花括号，请写 \}}</translation>
    </message>
    <message>
        <source>a flow shift of {0} isn&apos;t supported by {1}: use 0</source>
        <translation>{1} 不支持 Flow Shift {0}：请使用 0</translation>
    </message>
    <message>
        <source>a model can&apos;t be installed as {0}: choose another name</source>
        <translation>模型不能安装为 {0}：请换一个名称</translation>
    </message>
    <message>
        <source>a model that reads an image&apos;s CLIP features isn&apos;t supported</source>
        <translation>不支持读取图片 CLIP 特征的模型</translation>
    </message>
    <message>
        <source>a number in it is too long</source>
        <translation>其中有数字过长</translation>
    </message>
    <message>
        <source>a pass has no kind</source>
        <translation>有一遍处理没有类型</translation>
    </message>
    <message>
        <source>a second pass needs both a source clip and a strength above 0</source>
        <translation>第二遍需要源片段和大于 0 的强度</translation>
    </message>
    <message>
        <source>a second pass over a finished clip, with the clip&apos;s own prompt</source>
        <translation>使用片段自身提示词，对已完成的片段做第二遍</translation>
    </message>
    <message>
        <source>a second pass starts from its clip alone: leave out start and end image</source>
        <translation>第二遍只从其片段开始：请去掉起始和结束图片</translation>
    </message>
    <message>
        <source>a start image</source>
        <translation>起始图片</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a {0} can&apos;t be loaded: only LoRAs can</source>
        <translation>无法加载 {0}：只能加载 LoRA</translation>
    </message>
    <message>
        <source>a {0} job can&apos;t become {1}</source>
        <translation>{0} 任务不能变为 {1}</translation>
    </message>
    <message>
        <source>an end image</source>
        <translation>结束图片</translation>
    </message>
    <message>
        <source>an opening brace {{ is never closed: add a }}, or write \{{ for a plain brace</source>
        <translation>左花括号 {{ 没有闭合：请添加 }}，如需普通花括号，请写 \{{</translation>
    </message>
    <message>
        <source>another model is wanted</source>
        <translation>需要另一个模型</translation>
    </message>
    <message>
        <source>another program is using {0}: close it and try again</source>
        <translation>其他程序正在使用 {0}：请关闭它后重试</translation>
    </message>
    <message>
        <source>attention between the levels isn&apos;t supported</source>
        <translation>不支持层级之间的注意力</translation>
    </message>
    <message>
        <source>braces are nested more than {0} deep: use fewer levels</source>
        <translation>花括号嵌套超过 {0} 层：请减少层数</translation>
    </message>
    <message>
        <source>bringing an image to life, leading from one image to another, clips longer than five seconds</source>
        <translation>让图片动起来、从一张图过渡到另一张、超过五秒的片段</translation>
    </message>
    <message>
        <source>cache interval</source>
        <translation>缓存间隔</translation>
    </message>
    <message>
        <source>can&apos;t reach {0}: check your internet connection</source>
        <translation>无法连接 {0}：请检查网络连接</translation>
    </message>
    <message>
        <source>can&apos;t read {0}: {1}</source>
        <translation>无法读取 {0}：{1}</translation>
    </message>
    <message>
        <source>cancelled before it started</source>
        <translation>开始之前已取消</translation>
    </message>
    <message>
        <source>characters and scenes in the style of anime</source>
        <translation>动漫风格的人物和场景</translation>
    </message>
    <message>
        <source>clips of fewer than 24 frames, and clips from scratch</source>
        <translation>少于 24 帧的片段，以及从零生成的片段</translation>
    </message>
    <message>
        <source>clips without their folder</source>
        <translation>缺少文件夹信息的片段</translation>
    </message>
    <message>
        <source>clips without their search words</source>
        <translation>缺少搜索词的片段</translation>
    </message>
    <message>
        <source>close other programs, or use a smaller size</source>
        <translation>请关闭其他程序，或使用较小的尺寸</translation>
    </message>
    <message>
        <source>coloured shapes moving over simple backgrounds; built in</source>
        <translation>在简单背景上移动的彩色图形；内置</translation>
    </message>
    <message>
        <source>contains invalid characters: {0}</source>
        <translation>含有无效字符：{0}</translation>
    </message>
    <message>
        <source>continued frames</source>
        <translation>延续的帧数</translation>
    </message>
    <message>
        <source>continuing a clip</source>
        <translation>延续片段</translation>
    </message>
    <message>
        <source>darker, moodier scenes at 448x256; English only, no legible text</source>
        <translation>448x256 的暗调氛围场景；仅英文，无法生成可辨认的文字</translation>
    </message>
    <message>
        <source>disk almost full: {0} has {1} free. Free some space, then resume; downloaded data is kept</source>
        <translation>磁盘将满：{0} 剩余 {1}。请释放空间后继续；已下载的数据会保留</translation>
    </message>
    <message>
        <source>disk full: {0} has no space left. Free some space and try again</source>
        <translation>磁盘已满：{0} 没有剩余空间。请释放空间后重试</translation>
    </message>
    <message>
        <source>disk full: {0} needs {1} GB, {2} GB free</source>
        <translation>磁盘已满：{0} 需要 {1} GB，可用 {2} GB</translation>
    </message>
    <message>
        <source>disk full: {0} needs {1} MB, {2} MB free</source>
        <translation>磁盘已满：{0} 需要 {1} MB，可用 {2} MB</translation>
    </message>
    <message>
        <source>drawn animation at 512x512; English only, no legible text</source>
        <translation>512x512 的手绘动画；仅英文，无法生成可辨认的文字</translation>
    </message>
    <message>
        <source>each must be a multiple of norm_num_groups, {0}</source>
        <translation>每个都必须是 norm_num_groups（{0}）的倍数</translation>
    </message>
    <message>
        <source>end image</source>
        <translation>结束图片</translation>
    </message>
    <message>
        <source>every frame came out as one flat colour</source>
        <translation>每一帧都是单一纯色</translation>
    </message>
    <message>
        <source>everything else: it knows eight shapes, ten colours, eight backgrounds and twelve motions</source>
        <translation>其他一切：它只懂八种形状、十种颜色、八种背景和十二种运动</translation>
    </message>
    <message>
        <source>faces and hands, text, several subjects</source>
        <translation>人脸和手、文字、多个主体</translation>
    </message>
    <message>
        <source>faces and hands, text, several subjects; stock-footage watermarks show up</source>
        <translation>人脸和手、文字、多个主体；会出现素材网站的水印</translation>
    </message>
    <message>
        <source>ffmpeg can&apos;t be started ({0}): close other programs and try again</source>
        <translation>无法启动 ffmpeg ({0})：请关闭其他程序后重试</translation>
    </message>
    <message>
        <source>ffmpeg failed: {0}</source>
        <translation>ffmpeg 失败：{0}</translation>
    </message>
    <message>
        <source>ffmpeg is missing: reinstall the application</source>
        <translation>缺少 ffmpeg：请重新安装应用程序</translation>
    </message>
    <message>
        <source>file {0} is not a LoRA: none of its tensors changes a layer</source>
        <translation>文件 {0} 不是 LoRA：没有张量会更改任何层</translation>
    </message>
    <message>
        <source>five seconds at 832x480 that start or end with your image, or continue a clip; also from text alone</source>
        <translation>832x480 的五秒视频，可以您的图片开头或结尾，或延续片段；也可只用文字</translation>
    </message>
    <message>
        <source>five seconds of real scenes at 1280x704 and 24 fps, also starting with your image; English and Chinese</source>
        <translation>1280x704、24 fps 的五秒真实场景，也可以您的图片开头；支持英文和中文</translation>
    </message>
    <message>
        <source>five seconds of real scenes at 832x480; English and Chinese; takes 14.7 GB once it is here</source>
        <translation>832x480 的五秒真实场景；支持英文和中文；下载后占用 14.7 GB</translation>
    </message>
    <message>
        <source>flow shift {0} is out of range: use {1} to {2}, or 0 for the model&apos;s own</source>
        <translation>Flow Shift {0} 超出范围：请使用 {1} 到 {2}，或 0（模型默认）</translation>
    </message>
    <message>
        <source>folder {0} doesn&apos;t exist</source>
        <translation>文件夹 {0} 不存在</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>guidance end</source>
        <translation>引导终点</translation>
    </message>
    <message>
        <source>guidance ends at {0} and starts at {1}: it must end later than it starts</source>
        <translation>引导在 {0} 结束，在 {1} 开始：结束必须晚于开始</translation>
    </message>
    <message>
        <source>guidance start</source>
        <translation>引导起点</translation>
    </message>
    <message>
        <source>hands, long text, computers without a graphics card: a clip takes hours there</source>
        <translation>手、长段文字、没有显卡的电脑：一个片段需要数小时</translation>
    </message>
    <message>
        <source>height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>hidden_act is {0}: supported values: {1}</source>
        <translation>hidden_act 为 {0}：支持的值：{1}</translation>
    </message>
    <message>
        <source>hidden_size is {0}: it must be a multiple of num_attention_heads, {1}</source>
        <translation>hidden_size 为 {0}：必须是 num_attention_heads（{1}）的倍数</translation>
    </message>
    <message>
        <source>import the model again</source>
        <translation>请重新导入模型</translation>
    </message>
    <message>
        <source>invalid $$ in braces: put a number before it, as in {{2$$a|b|c}} or {{1-2$$ and $$a|b|c}}, or write \$$ for plain text</source>
        <translation>花括号中的 $$ 无效：请在前面加数字，如 {{2$$a|b|c}} 或 {{1-2$$ and $$a|b|c}}，普通文本请写 \$$</translation>
    </message>
    <message>
        <source>invalid tensor entry</source>
        <translation>无效的张量条目</translation>
    </message>
    <message>
        <source>is a GGUF file, which this application does not load</source>
        <translation>是 GGUF 文件，本应用程序不加载</translation>
    </message>
    <message>
        <source>is a Git LFS pointer, not the file itself: run &apos;git lfs pull&apos;, or download the model again</source>
        <translation>是 Git LFS 指针，而非文件本身：请运行 &apos;git lfs pull&apos; 或重新下载模型</translation>
    </message>
    <message>
        <source>is a pickle, which can execute code, with the wrong file name</source>
        <translation>是文件名不符的 pickle，可能执行代码</translation>
    </message>
    <message>
        <source>is a web page instead of the file: download it again</source>
        <translation>是网页而非所需文件：请重新下载</translation>
    </message>
    <message>
        <source>is empty: download or copy it again</source>
        <translation>为空：请重新下载或复制</translation>
    </message>
    <message>
        <source>is its disk full?</source>
        <translation>磁盘是否已满？</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>过长</translation>
    </message>
    <message>
        <source>it belongs to another program</source>
        <translation>它属于另一个程序</translation>
    </message>
    <message>
        <source>it holds more than {0} tensors</source>
        <translation>它包含超过 {0} 个张量</translation>
    </message>
    <message>
        <source>it holds something other than named tensors</source>
        <translation>它包含命名张量以外的内容</translation>
    </message>
    <message>
        <source>it is a LoRA in a pickle: only LoRAs in safetensors files can be imported</source>
        <translation>它是 pickle 中的 LoRA：只能导入 safetensors 文件中的 LoRA</translation>
    </message>
    <message>
        <source>it is a compressed archive, which a checkpoint never is</source>
        <translation>它是压缩存档，检查点绝不会如此</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>它是空的</translation>
    </message>
    <message>
        <source>it is more than the {0} channels of a block</source>
        <translation>超过了一个块的 {0} 个通道</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>it is not UTF-8 text</source>
        <translation>它不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>它不是 JSON 对象</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>它不是文件</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>它太大</translation>
    </message>
    <message>
        <source>it multiplies incorrectly</source>
        <translation>它的乘法结果不正确</translation>
    </message>
    <message>
        <source>it must be 0 or 1</source>
        <translation>必须为 0 或 1</translation>
    </message>
    <message>
        <source>it must be a list of 1 to {0} whole numbers</source>
        <translation>必须是 1 到 {0} 个整数的列表</translation>
    </message>
    <message>
        <source>it must be a list of 2 to {0} whole numbers</source>
        <translation>必须是 2 到 {0} 个整数的列表</translation>
    </message>
    <message>
        <source>it must be a list of different whole numbers below {0}, 0 among them</source>
        <translation>必须是小于 {0} 的不同整数列表，且包含 0</translation>
    </message>
    <message>
        <source>it must be a list of {0} numbers, as many as z_dim</source>
        <translation>必须是 {0} 个数字的列表，与 z_dim 一致</translation>
    </message>
    <message>
        <source>it must be a list of {0} times true or false</source>
        <translation>必须是 {0} 个 true 或 false 的列表</translation>
    </message>
    <message>
        <source>it must be a multiple of 4, less than four times the farthest distance, {0}</source>
        <translation>必须是 4 的倍数，且小于最远距离（{0}）的四倍</translation>
    </message>
    <message>
        <source>it must be a multiple of num_attention_heads, {0}</source>
        <translation>必须是 num_attention_heads（{0}）的倍数</translation>
    </message>
    <message>
        <source>it must be a number above 0</source>
        <translation>必须是大于 0 的数字</translation>
    </message>
    <message>
        <source>it must be a whole number from 1 to {0}</source>
        <translation>必须是 1 到 {0} 的整数</translation>
    </message>
    <message>
        <source>it must be even</source>
        <translation>必须是偶数</translation>
    </message>
    <message>
        <source>it must be three whole numbers up to {0}, the first of them 1</source>
        <translation>必须是三个不超过 {0} 的整数，第一个为 1</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation>必须为 true 或 false</translation>
    </message>
    <message>
        <source>it must name {0} blocks, as many as block_out_channels has numbers</source>
        <translation>必须列出 {0} 个块，与 block_out_channels 的数字个数一致</translation>
    </message>
    <message>
        <source>it was killed by another program</source>
        <translation>它被其他程序终止</translation>
    </message>
    <message>
        <source>its header has changed</source>
        <translation>文件头已更改</translation>
    </message>
    <message>
        <source>its tables have changed</source>
        <translation>数据表已更改</translation>
    </message>
    <message>
        <source>its version has changed</source>
        <translation>版本已更改</translation>
    </message>
    <message>
        <source>its weights are a pickle, which can execute code. If you trust its source, allow it to be converted</source>
        <translation>其权重是 pickle，可能执行代码。如果信任来源，请允许转换</translation>
    </message>
    <message>
        <source>layer_norm_eps is {0}: it must be a number</source>
        <translation>layer_norm_eps 为 {0}：必须是数字</translation>
    </message>
    <message>
        <source>less than {0} MB</source>
        <translation>不到 {0} MB</translation>
    </message>
    <message>
        <source>line {0} is not JSON</source>
        <translation>第 {0} 行不是 JSON</translation>
    </message>
    <message>
        <source>loras should be a list of LoRAs, not {0}</source>
        <translation>loras 应为 LoRA 列表，而不是 {0}</translation>
    </message>
    <message>
        <source>loras should be a list of names and weights, not {0}</source>
        <translation>loras 应为名称和权重的列表，而不是 {0}</translation>
    </message>
    <message>
        <source>memory ran out: {0}</source>
        <translation>内存不足：{0}</translation>
    </message>
    <message>
        <source>memory saving</source>
        <translation>节省内存</translation>
    </message>
    <message>
        <source>memory saving {0} isn&apos;t available on {1}: use {2}</source>
        <translation>{1} 不支持节省内存 {0}：请使用 {2}</translation>
    </message>
    <message>
        <source>model name</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>model {0} is not installed</source>
        <translation>模型 {0} 未安装</translation>
    </message>
    <message>
        <source>model {0} is not installed: choose one of {1}, or a model folder</source>
        <translation>模型 {0} 未安装：请选择 {1} 之一，或选择模型文件夹</translation>
    </message>
    <message>
        <source>model {0} not found on {1}: a model ID looks like owner/name</source>
        <translation>在 {1} 上找不到模型 {0}：模型 ID 的格式为 owner/name</translation>
    </message>
    <message>
        <source>model_index.json in {0} has no valid entry for {1}</source>
        <translation>{0} 中的 model_index.json 没有 {1} 的有效条目</translation>
    </message>
    <message>
        <source>more than a million</source>
        <translation>超过一百万</translation>
    </message>
    <message>
        <source>motion, people and animals, long prompts with camera and light</source>
        <translation>运动、人物和动物、包含镜头与光线的长提示词</translation>
    </message>
    <message>
        <source>negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>nested weights multiply to {0}: keep the product within 0 to {1}</source>
        <translation>嵌套权重相乘为 {0}：请将乘积保持在 0 到 {1} 之间</translation>
    </message>
    <message>
        <source>no home folder found: set HOME or {0} to an absolute path</source>
        <translation>找不到主文件夹：请将 HOME 或 {0} 设为绝对路径</translation>
    </message>
    <message>
        <source>no sandbox</source>
        <translation>没有沙盒</translation>
    </message>
    <message>
        <source>no {0} device found that PyTorch {1} supports: use auto or cpu</source>
        <translation>找不到 PyTorch {1} 支持的 {0} 设备：请使用 auto 或 cpu</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none at all</source>
        <translation>完全没有</translation>
    </message>
    <message>
        <source>not a size</source>
        <translation>不是尺寸</translation>
    </message>
    <message>
        <source>not needed by the next job</source>
        <translation>下一个任务不需要</translation>
    </message>
    <message>
        <source>not resumable</source>
        <translation>无法继续</translation>
    </message>
    <message>
        <source>on the computer {0}</source>
        <translation>（在电脑 {0} 上）</translation>
    </message>
    <message>
        <source>one of the alternatives is an empty prompt: describe the video in each</source>
        <translation>有一个备选是空提示词：请在每个备选中描述视频</translation>
    </message>
    <message>
        <source>out of memory: close other programs and try again</source>
        <translation>内存不足：请关闭其他程序后重试</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>photographic scenes, text, several subjects</source>
        <translation>写实场景、文字、多个主体</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>real scenes at 256x256; English only, no legible text</source>
        <translation>256x256 的真实场景；仅英文，无法生成可辨认的文字</translation>
    </message>
    <message>
        <source>repair the model</source>
        <translation>请修复模型</translation>
    </message>
    <message>
        <source>repeating clips that were made with the older weights</source>
        <translation>重新生成用旧版权重制作的片段</translation>
    </message>
    <message>
        <source>rows have changed or are missing: {0}</source>
        <translation>有行已更改或缺失：{0}</translation>
    </message>
    <message>
        <source>scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>scheduler {0} isn&apos;t supported by {1}: use {2}</source>
        <translation>{1} 不支持调度器 {0}：请使用 {2}</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>sharp, smooth motion from a text or an image</source>
        <translation>由文字或图片生成清晰流畅的运动</translation>
    </message>
    <message>
        <source>short, simple scenes: one subject, one motion</source>
        <translation>简短的场景：一个主体，一种运动</translation>
    </message>
    <message>
        <source>should be {0}, not {1}</source>
        <translation>应为{0}，而不是 {1}</translation>
    </message>
    <message>
        <source>small sizes, cards with little memory, computers without a graphics card</source>
        <translation>小尺寸、显存小的显卡、没有显卡的电脑</translation>
    </message>
    <message>
        <source>small square scenes at 320x320; English only, no legible text</source>
        <translation>320x320 的小型方形场景；仅英文，无法生成可辨认的文字</translation>
    </message>
    <message>
        <source>square pictures without watermarks</source>
        <translation>无水印的方形画面</translation>
    </message>
    <message>
        <source>start image</source>
        <translation>起始图片</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>steps {0} is out of range for lcm: use 1 to {1}</source>
        <translation>lcm 的步数 {0} 超出范围：请使用 1 到 {1}</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>supported value: gated-gelu</source>
        <translation>支持的值：gated-gelu</translation>
    </message>
    <message>
        <source>supported value: rms_norm_across_heads</source>
        <translation>支持的值：rms_norm_across_heads</translation>
    </message>
    <message>
        <source>supported values: {0}</source>
        <translation>支持的值：{0}</translation>
    </message>
    <message>
        <source>tensor {0} has type {1}, which weights never have</source>
        <translation>张量 {0} 的类型为 {1}，权重绝不会是这种类型</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>the Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>*** in database main ***</source>
        <translation>*** in database main ***</translation>
    </message>
    <message>
        <source>Content-Range</source>
        <translation>Content-Range</translation>
    </message>
    <message>
        <source>Retry-After</source>
        <translation>Retry-After</translation>
    </message>
    <message>
        <source>The library was damaged ({0})</source>
        <translation>媒体库已损坏（{0}）</translation>
    </message>
    <message>
        <source>The library was damaged ({0}); the damaged file is kept as {1}</source>
        <translation>媒体库已损坏（{0}）；损坏的文件保留为 {1}</translation>
    </message>
    <message>
        <source>a clip can have up to {0} tags</source>
        <translation>片段最多可有 {0} 个标签</translation>
    </message>
    <message>
        <source>a contact sheet has 1 to {0} clips with 1 to {1} frames, not {2} with {3}</source>
        <translation>联系表包含 1 到 {0} 个片段，各 1 到 {1} 帧，而不是 {2} 个片段各 {3} 帧</translation>
    </message>
    <message>
        <source>a preset needs a name of up to {0} characters</source>
        <translation>预设需要不超过 {0} 个字符的名称</translation>
    </message>
    <message>
        <source>a style needs a name of up to {0} characters</source>
        <translation>风格需要不超过 {0} 个字符的名称</translation>
    </message>
    <message>
        <source>a tag needs a name</source>
        <translation>标签需要名称</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>alpha</translation>
    </message>
    <message>
        <source>architectures</source>
        <translation>architectures</translation>
    </message>
    <message>
        <source>braces, wildcards and variables are nested more than {0} deep: use fewer levels</source>
        <translation>花括号、通配符和变量嵌套超过 {0} 层：请减少层数</translation>
    </message>
    <message>
        <source>cfg scale</source>
        <translation>cfg scale</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>comment</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>commit</translation>
    </message>
    <message>
        <source>content</source>
        <translation>content</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>decode</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>denoise</translation>
    </message>
    <message>
        <source>description</source>
        <translation>description</translation>
    </message>
    <message>
        <source>device</source>
        <translation>device</translation>
    </message>
    <message>
        <source>down</source>
        <translation>down</translation>
    </message>
    <message>
        <source>ema</source>
        <translation>ema</translation>
    </message>
    <message>
        <source>encode</source>
        <translation>encode</translation>
    </message>
    <message>
        <source>error</source>
        <translation>error</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>favourite</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>folder</translation>
    </message>
    <message>
        <source>folder {0} can&apos;t be moved into itself</source>
        <translation>无法将文件夹 {0} 移到其自身中</translation>
    </message>
    <message>
        <source>folders can be at most {0} deep</source>
        <translation>文件夹最多 {0} 层</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>identity</translation>
    </message>
    <message>
        <source>in wildcard __{0}__, line {1}: {2}</source>
        <translation>通配符 __{0}__ 中的行 {1}：{2}</translation>
    </message>
    <message>
        <source>index</source>
        <translation>index</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>inputs</translation>
    </message>
    <message>
        <source>it has no list of {0}</source>
        <translation>其中没有{0}列表</translation>
    </message>
    <message>
        <source>it is nested too deeply or has a number that is too long</source>
        <translation>嵌套过深或有数字过长</translation>
    </message>
    <message>
        <source>it is not a text file</source>
        <translation>它不是文本文件</translation>
    </message>
    <message>
        <source>its first line has no column called name</source>
        <translation>第一行中没有名为 name 的列</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>licence</translation>
    </message>
    <message>
        <source>license</source>
        <translation>license</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>lines</translation>
    </message>
    <message>
        <source>load</source>
        <translation>load</translation>
    </message>
    <message>
        <source>loras</source>
        <translation>loras</translation>
    </message>
    <message>
        <source>marks</source>
        <translation>marks</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>mask</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>memory</translation>
    </message>
    <message>
        <source>merges</source>
        <translation>merges</translation>
    </message>
    <message>
        <source>model</source>
        <translation>model</translation>
    </message>
    <message>
        <source>module</source>
        <translation>module</translation>
    </message>
    <message>
        <source>name</source>
        <translation>name</translation>
    </message>
    <message>
        <source>not a sensible number</source>
        <translation>不是合理的数字</translation>
    </message>
    <message>
        <source>originals</source>
        <translation>originals</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>parameters</translation>
    </message>
    <message>
        <source>presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>resolution</source>
        <translation>resolution</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>shift</translation>
    </message>
    <message>
        <source>size</source>
        <translation>size</translation>
    </message>
    <message>
        <source>source</source>
        <translation>source</translation>
    </message>
    <message>
        <source>stars</source>
        <translation>stars</translation>
    </message>
    <message>
        <source>start</source>
        <translation>start</translation>
    </message>
    <message>
        <source>style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>style {0} doesn&apos;t exist for this model: choose another one, or take it out</source>
        <translation>此模型没有风格 {0}：请选择其他风格，或将其移去</translation>
    </message>
    <message>
        <source>style {0} is empty: fill in a prefix, a suffix or a negative prompt</source>
        <translation>风格 {0} 是空的：请填写前缀、后缀或负面提示词</translation>
    </message>
    <message>
        <source>styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>styles should be a list of names, not {0}</source>
        <translation>styles 应为名称列表，而不是 {0}</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>tags</translation>
    </message>
    <message>
        <source>the GIF is damaged</source>
        <translation>GIF 已损坏</translation>
    </message>
    <message>
        <source>the braces create {0} prompts; the limit is {1}: remove some alternatives, or make random ones</source>
        <translation>花括号会生成 {0} 条提示词；上限为 {1}：请移除一些备选，或改为随机生成</translation>
    </message>
    <message>
        <source>the check was cancelled</source>
        <translation>校验已取消</translation>
    </message>
    <message>
        <source>the clip can&apos;t be continued: {0}</source>
        <translation>无法延续片段：{0}</translation>
    </message>
    <message>
        <source>the clip has no poster: {0}</source>
        <translation>片段没有封面：{0}</translation>
    </message>
    <message>
        <source>the clips are already in {0}</source>
        <translation>片段已在 {0} 中</translation>
    </message>
    <message>
        <source>the clips folder {0} can&apos;t be created ({1}): choose another folder</source>
        <translation>无法创建片段文件夹 {0} ({1})：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the clips folder {0} can&apos;t be read ({1}): choose another folder</source>
        <translation>无法读取片段文件夹 {0} ({1})：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the clips folder {0} can&apos;t be written to: choose another folder</source>
        <translation>无法写入片段文件夹 {0}：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the clips folder {0} is a file, not a folder: choose another folder</source>
        <translation>片段文件夹 {0} 是文件而非文件夹：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the clips folder {0} is inside a file: choose another folder</source>
        <translation>片段文件夹 {0} 位于文件内：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the clips folder {0} is missing: connect its drive or choose another folder</source>
        <translation>找不到片段文件夹 {0}：请连接其驱动器，或选择其他文件夹</translation>
    </message>
    <message>
        <source>the connection closed early</source>
        <translation>连接提前关闭</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>the copy fails the check: {0}</source>
        <translation>副本未通过检查：{0}</translation>
    </message>
    <message>
        <source>the decoder returned NaN values</source>
        <translation>解码器返回了 NaN 值</translation>
    </message>
    <message>
        <source>the download was cancelled</source>
        <translation>下载已取消</translation>
    </message>
    <message>
        <source>the encoder returned NaN values</source>
        <translation>编码器返回了 NaN 值</translation>
    </message>
    <message>
        <source>the engine can&apos;t be started: {0}</source>
        <translation>无法启动引擎：{0}</translation>
    </message>
    <message>
        <source>the engine exited unexpectedly</source>
        <translation>引擎意外退出</translation>
    </message>
    <message>
        <source>the engine received an invalid command: {0}</source>
        <translation>引擎收到无效命令：{0}</translation>
    </message>
    <message>
        <source>the engine sent unreadable data and was stopped</source>
        <translation>引擎发送了无法读取的数据，已被停止</translation>
    </message>
    <message>
        <source>the engine stopped unexpectedly with status {0}{1}</source>
        <translation>引擎意外停止，状态 {0}{1}</translation>
    </message>
    <message>
        <source>the engine was killed, probably because the computer ran out of memory: try a smaller size or fewer frames</source>
        <translation>引擎被终止，可能因为电脑内存耗尽：请尝试较小的尺寸或较少的帧数</translation>
    </message>
    <message>
        <source>the file has only {0} of {1} frames and was deleted: try again</source>
        <translation>文件只有 {1} 帧中的 {0} 帧，已被删除：请重试</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>the file {0} does not exist</source>
        <translation>文件 {0} 不存在</translation>
    </message>
    <message>
        <source>the file {0} is missing: it was moved or deleted</source>
        <translation>找不到文件 {0}：它已被移动或删除</translation>
    </message>
    <message>
        <source>the folder {0} contains no PNG pictures</source>
        <translation>文件夹 {0} 中没有 PNG 图片</translation>
    </message>
    <message>
        <source>the folder {0} does not exist: create it or choose another</source>
        <translation>文件夹 {0} 不存在：请创建它或选择其他文件夹</translation>
    </message>
    <message>
        <source>the image {0} is damaged: choose it again</source>
        <translation>图片 {0} 已损坏：请重新选择</translation>
    </message>
    <message>
        <source>the image {0} is missing: choose it again</source>
        <translation>找不到图片 {0}：请重新选择</translation>
    </message>
    <message>
        <source>the import was cancelled</source>
        <translation>导入已取消</translation>
    </message>
    <message>
        <source>the model returned NaN values</source>
        <translation>模型返回了 NaN 值</translation>
    </message>
    <message>
        <source>the models can&apos;t be moved to {0} ({1})</source>
        <translation>无法将模型移到 {0} ({1})</translation>
    </message>
    <message>
        <source>the models folder {0} can&apos;t be read ({1}): choose another folder</source>
        <translation>无法读取模型文件夹 {0} ({1})：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the models folder {0} doesn&apos;t exist: connect its drive, or choose another folder</source>
        <translation>模型文件夹 {0} 不存在：请连接其驱动器，或选择其他文件夹</translation>
    </message>
    <message>
        <source>the models folder {0} is a file, not a folder: choose another folder</source>
        <translation>模型文件夹 {0} 是文件而非文件夹：请选择其他文件夹</translation>
    </message>
    <message>
        <source>the move was cancelled: the models are still in their old folder</source>
        <translation>移动已取消：模型仍在原文件夹中</translation>
    </message>
    <message>
        <source>the name is too long: use up to {0} characters</source>
        <translation>名称过长：请最多使用 {0} 个字符</translation>
    </message>
    <message>
        <source>the name {0}... is too long: use at most {1} characters</source>
        <translation>名称 {0}... 过长：请最多使用 {1} 个字符</translation>
    </message>
    <message>
        <source>the negative prompt is ignored at guidance 1: raise guidance to use it</source>
        <translation>引导强度为 1 时会忽略负面提示词：请提高引导强度</translation>
    </message>
    <message>
        <source>the negative prompt is ignored because no step is guided: guide a longer part of the steps</source>
        <translation>负面提示词被忽略，因为没有步使用引导：请延长引导范围</translation>
    </message>
    <message>
        <source>the older weights of ModelScope text-to-video</source>
        <translation>ModelScope text-to-video 的旧版权重</translation>
    </message>
    <message>
        <source>the original {0} can&apos;t be downloaded any more: remove the model and download it again</source>
        <translation>无法再下载原始文件 {0}：请移除模型后重新下载</translation>
    </message>
    <message>
        <source>the passes are not JSON</source>
        <translation>各遍处理不是 JSON</translation>
    </message>
    <message>
        <source>the passes are not a list</source>
        <translation>各遍处理不是列表</translation>
    </message>
    <message>
        <source>the prompt is empty: describe the video</source>
        <translation>提示词为空：请描述视频</translation>
    </message>
    <message>
        <source>the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY</source>
        <translation>HTTPS_PROXY、HTTP_PROXY 或 ALL_PROXY 中的代理</translation>
    </message>
    <message>
        <source>the proxy {0}</source>
        <translation>代理 {0}</translation>
    </message>
    <message>
        <source>the report can&apos;t be made</source>
        <translation>无法生成报告</translation>
    </message>
    <message>
        <source>the report can&apos;t be made ({0})</source>
        <translation>无法生成报告 ({0})</translation>
    </message>
    <message>
        <source>the sandbox could not be set up ({0})</source>
        <translation>无法设置沙盒 ({0})</translation>
    </message>
    <message>
        <source>the second pass can&apos;t start: {0}</source>
        <translation>无法开始第二遍：{0}</translation>
    </message>
    <message>
        <source>the server can&apos;t be reached</source>
        <translation>无法连接服务器</translation>
    </message>
    <message>
        <source>the server is too slow</source>
        <translation>服务器太慢</translation>
    </message>
    <message>
        <source>the server returned status {0}</source>
        <translation>服务器返回状态 {0}</translation>
    </message>
    <message>
        <source>the server sent the wrong range of bytes</source>
        <translation>服务器发送了错误的字节范围</translation>
    </message>
    <message>
        <source>the server stopped responding</source>
        <translation>服务器停止响应</translation>
    </message>
    <message>
        <source>the settings are not JSON</source>
        <translation>设置不是 JSON</translation>
    </message>
    <message>
        <source>the settings are {0} characters long: the limit is {1}</source>
        <translation>设置长达 {0} 个字符：上限为 {1}</translation>
    </message>
    <message>
        <source>the settings can&apos;t be saved to {0} ({1})</source>
        <translation>无法将设置保存到 {0} ({1})</translation>
    </message>
    <message>
        <source>the settings contain no request</source>
        <translation>设置中没有生成请求</translation>
    </message>
    <message>
        <source>the tag {0}... is too long: use up to {1} characters</source>
        <translation>标签 {0}... 过长：请最多使用 {1} 个字符</translation>
    </message>
    <message>
        <source>the texts of style {0} are too long or contain invalid characters: keep each below {1}</source>
        <translation>风格 {0} 的文本过长或含有无效字符：每段请少于 {1} 个字符</translation>
    </message>
    <message>
        <source>the tokenizer in {0} can&apos;t be read</source>
        <translation>无法读取 {0} 中的分词器</translation>
    </message>
    <message>
        <source>the tokenizer in {0} can&apos;t be read: its {1} {2} is not in its vocabulary</source>
        <translation>无法读取 {0} 中的分词器：其 {1} {2} 不在词表中</translation>
    </message>
    <message>
        <source>the tokenizer in {0} requires custom code (auto_map), which this application does not run</source>
        <translation>{0} 中的分词器需要自定义代码 (auto_map)，本应用程序不会运行</translation>
    </message>
    <message>
        <source>the variables and wildcards of this prompt stand for more than {0} parts: use fewer of them in one another</source>
        <translation>此提示词的变量和通配符展开后超过 {0} 个部分：请减少它们的相互嵌套</translation>
    </message>
    <message>
        <source>the weight in {0} is out of range: use 0 to {1}, such as 1.2</source>
        <translation>{0} 中的权重超出范围：请使用 0 到 {1}，例如 1.2</translation>
    </message>
    <message>
        <source>the {0} contains a NUL character: remove it</source>
        <translation>{0}含有 NUL 字符：请删除</translation>
    </message>
    <message>
        <source>the {0} contains an invalid character (a lone surrogate): delete and retype it</source>
        <translation>{0}含有无效字符（孤立代理项）：请删除后重新输入</translation>
    </message>
    <message>
        <source>the {0} contains {1} text; the model understands only English and will mostly ignore it</source>
        <translation>{0}含有{1}文字；模型只懂英文，会忽略其中大部分</translation>
    </message>
    <message>
        <source>the {0} has {1} characters: keep it below {2}</source>
        <translation>{0}有 {1} 个字符：请少于 {2} 个</translation>
    </message>
    <message>
        <source>the {0} is longer than {1} tokens; these words are ignored: {2}</source>
        <translation>{0}超过 {1} 个词元；以下词会被忽略：{2}</translation>
    </message>
    <message>
        <source>the {0} needs {1} GB of RAM and {2} GB are free: close other programs, or use a model that stores it in bf16</source>
        <translation>{0} 需要 {1} GB 内存，可用 {2} GB：请关闭其他程序，或使用以 bf16 存储的模型</translation>
    </message>
    <message>
        <source>the {0} {1} is not the SHA-256 of a kept image</source>
        <translation>{0} {1} 不是已保存图片的 SHA-256</translation>
    </message>
    <message>
        <source>there is already a folder {0}: choose another name</source>
        <translation>已有文件夹 {0}：请换一个名称</translation>
    </message>
    <message>
        <source>there is already a preset {0}: choose another name</source>
        <translation>已有预设 {0}：请换一个名称</translation>
    </message>
    <message>
        <source>there is already a style {0}: choose another name</source>
        <translation>已有风格 {0}：请换一个名称</translation>
    </message>
    <message>
        <source>there is no clip to continue: choose one, or leave out the continued frames</source>
        <translation>没有可延续的片段：请选择一个，或去掉延续的帧数</translation>
    </message>
    <message>
        <source>there is no device {0}: use auto, cpu, cuda or mps</source>
        <translation>没有设备 {0}：请使用 auto、cpu、cuda 或 mps</translation>
    </message>
    <message>
        <source>there is no wildcard __{0}__: create {1}, one alternative per line</source>
        <translation>没有通配符 __{0}__：请创建 {1}，每行一个备选</translation>
    </message>
    <message>
        <source>this UNet counts its heads by attention_head_dim</source>
        <translation>此 UNet 用 attention_head_dim 计算头数</translation>
    </message>
    <message>
        <source>token ID {0} exceeds the text encoder&apos;s vocabulary of {1}</source>
        <translation>词元 ID {0} 超出文本编码器的词表大小 {1}</translation>
    </message>
    <message>
        <source>too many files are open: close other programs and try again</source>
        <translation>打开的文件过多：请关闭其他程序后重试</translation>
    </message>
    <message>
        <source>too many or too few blocks</source>
        <translation>块过多或过少</translation>
    </message>
    <message>
        <source>too many programs are running: close some and try again</source>
        <translation>运行的程序过多：请关闭一些后重试</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>trying the application out: a clip in seconds, on any computer</source>
        <translation>试用应用程序：在任何电脑上几秒生成一个片段</translation>
    </message>
    <message>
        <source>type</source>
        <translation>type</translation>
    </message>
    <message>
        <source>typed negative prompt</source>
        <translation>输入的负面提示词</translation>
    </message>
    <message>
        <source>typed prompt</source>
        <translation>输入的提示词</translation>
    </message>
    <message>
        <source>unknown device {0}: use {1}, or cuda:1 for a second graphics card</source>
        <translation>未知设备 {0}：请使用 {1}，第二块显卡用 cuda:1</translation>
    </message>
    <message>
        <source>unknown kind of pass {0}</source>
        <translation>未知的处理类型 {0}</translation>
    </message>
    <message>
        <source>unknown preset {0}: use {1}</source>
        <translation>未知预设 {0}：请使用 {1}</translation>
    </message>
    <message>
        <source>unknown {0} {1}: use {2}</source>
        <translation>未知的{0} {1}：请使用 {2}</translation>
    </message>
    <message>
        <source>up</source>
        <translation>up</translation>
    </message>
    <message>
        <source>upscales clips from ZeroScope v2 576w to 1024x576</source>
        <translation>将 ZeroScope v2 576w 的片段放大到 1024x576</translation>
    </message>
    <message>
        <source>use the model&apos;s fp16 or fp32 weights</source>
        <translation>请使用模型的 fp16 或 fp32 权重</translation>
    </message>
    <message>
        <source>use {0} frames or fewer, or a smaller size</source>
        <translation>请使用不超过 {0} 帧，或较小的尺寸</translation>
    </message>
    <message>
        <source>user comment</source>
        <translation>user comment</translation>
    </message>
    <message>
        <source>variable ${{{0}}} is not set: put ${{{1}=...}} before it, or give a default as in ${{{2}:red}}</source>
        <translation>变量 ${{{0}}} 未设置：请在它之前写上 ${{{1}=...}}，或给出默认值，如 ${{{2}:red}}</translation>
    </message>
    <message>
        <source>vocab</source>
        <translation>vocab</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weight of LoRA {0}</source>
        <translation>LoRA {0} 的权重</translation>
    </message>
    <message>
        <source>wide pictures and smooth motion; the first pass before ZeroScope v2 XL</source>
        <translation>宽幅画面和流畅运动；ZeroScope v2 XL 之前的第一遍</translation>
    </message>
    <message>
        <source>wide scenes at 576x320 without watermarks; English only, no legible text</source>
        <translation>576x320 的无水印宽幅场景；仅英文，无法生成可辨认的文字</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>wildcard __{0}__ includes itself: {1}</source>
        <translation>通配符 __{0}__ 包含自身：{1}</translation>
    </message>
    <message>
        <source>wildcard file {0} can&apos;t be read: {1}</source>
        <translation>无法读取通配符文件 {0}：{1}</translation>
    </message>
    <message>
        <source>wildcard file {0} has a line of more than {1} characters: shorten it</source>
        <translation>通配符文件 {0} 中有一行超过 {1} 个字符：请缩短</translation>
    </message>
    <message>
        <source>wildcard file {0} has more than {1} lines: split it</source>
        <translation>通配符文件 {0} 超过 {1} 行：请拆分</translation>
    </message>
    <message>
        <source>wildcard file {0} has no lines: write one alternative per line</source>
        <translation>通配符文件 {0} 没有内容：请每行写一个备选</translation>
    </message>
    <message>
        <source>wildcard file {0} is a link out of the wildcards folder: copy it into the folder</source>
        <translation>通配符文件 {0} 是指向通配符文件夹之外的链接：请将文件复制到该文件夹中</translation>
    </message>
    <message>
        <source>wildcard file {0} is larger than {1} MB: split it</source>
        <translation>通配符文件 {0} 大于 {1} MB：请拆分</translation>
    </message>
    <message>
        <source>wildcard file {0} is not UTF-8 text: save it as UTF-8</source>
        <translation>通配符文件 {0} 不是 UTF-8 文本：请保存为 UTF-8</translation>
    </message>
    <message>
        <source>wildcard file {0} is not a text file</source>
        <translation>通配符文件 {0} 不是文本文件</translation>
    </message>
    <message>
        <source>wildcard {0} is not a file</source>
        <translation>通配符 {0} 不是文件</translation>
    </message>
    <message>
        <source>wildcards</source>
        <translation>通配符</translation>
    </message>
    <message>
        <source>write</source>
        <translation>write</translation>
    </message>
    <message>
        <source>{0} (compute capability {1}.{2})</source>
        <translation>{0}（计算能力 {1}.{2}）</translation>
    </message>
    <message>
        <source>{0} LoRAs are too many: use up to {1}</source>
        <translation>{0} 个 LoRA 太多：请最多使用 {1} 个</translation>
    </message>
    <message>
        <source>{0} ORDER BY rowid DESC</source>
        <translation>{0} ORDER BY rowid DESC</translation>
    </message>
    <message>
        <source>{0} WHERE rowid = ?</source>
        <translation>{0} WHERE rowid = ?</translation>
    </message>
    <message>
        <source>{0} a side and {1} million in all</source>
        <translation>每边 {0}，总计 {1} 百万</translation>
    </message>
    <message>
        <source>{0} already contains {1}: choose another folder</source>
        <translation>{0} 中已有 {1}：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} alternatives × {1} clips is over the limit of {2}: use fewer alternatives or clips</source>
        <translation>{0} 个备选 × {1} 个片段超过上限 {2}：请减少备选或片段</translation>
    </message>
    <message>
        <source>{0} can&apos;t be a folder: use names of up to {1} characters without slashes</source>
        <translation>{0} 不能作为文件夹：请使用不超过 {1} 个字符且不含斜杠的名称</translation>
    </message>
    <message>
        <source>{0} can&apos;t be converted: the conversion needed more memory or time than a checkpoint of its size should</source>
        <translation>无法转换 {0}：所需内存或时间超出同等大小检查点应有的范围</translation>
    </message>
    <message>
        <source>{0} can&apos;t be converted: {1}</source>
        <translation>无法转换 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be copied ({1})</source>
        <translation>无法复制 {0} ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be copied to {1} ({2})</source>
        <translation>无法将 {0} 复制到 {1} ({2})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be copied: it is damaged or not a video</source>
        <translation>无法复制 {0}：已损坏或不是视频</translation>
    </message>
    <message>
        <source>{0} can&apos;t be created ({1}): choose another folder</source>
        <translation>无法创建 {0} ({1})：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} can&apos;t be downloaded ({1}): try again later; downloaded data is kept</source>
        <translation>无法下载 {0} ({1})：请稍后重试；已下载的数据会保留</translation>
    </message>
    <message>
        <source>{0} can&apos;t be downloaded: the server returned status {1}</source>
        <translation>无法下载 {0}：服务器返回状态 {1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be imported: {1}</source>
        <translation>无法导入 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1})</source>
        <translation>无法读取 {0} ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}): close other programs that use it, or restart the app</source>
        <translation>无法读取 {0} ({1})：请关闭正在使用它的其他程序，或重新启动应用程序</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}): using the default settings</source>
        <translation>无法读取 {0} ({1})：将使用默认设置</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read or written ({1})</source>
        <translation>无法读写 {0} ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read or written ({1}): check its disk and the free space</source>
        <translation>无法读写 {0} ({1})：请检查其磁盘和可用空间</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read or written ({1}): it contains the library</source>
        <translation>无法读写 {0} ({1})：其中包含媒体库</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read to the end: it is damaged</source>
        <translation>无法完整读取 {0}：文件已损坏</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it has no end token {1}</source>
        <translation>无法读取 {0}：缺少结束词元 {1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is damaged</source>
        <translation>无法读取 {0}：文件已损坏</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is damaged or not a picture</source>
        <translation>无法读取 {0}：已损坏或不是图片</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is damaged or not a video</source>
        <translation>无法读取 {0}：已损坏或不是视频</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is not UTF-8</source>
        <translation>无法读取 {0}：不是 UTF-8</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: it is not a vocabulary of tokens and their numbers</source>
        <translation>无法读取 {0}：不是词元及其编号的词表</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: pass a variable as in __{1}(color=red)__, not {2}</source>
        <translation>无法读取 {0}：请按 __{1}(color=red)__ 的形式传入变量，而不是 {2}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}</source>
        <translation>无法读取 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1} is not a pair of tokens</source>
        <translation>无法读取 {0}：{1} 不是一对词元</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1} is not in the vocabulary</source>
        <translation>无法读取 {0}：{1} 不在词表中</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1} is {2}</source>
        <translation>无法读取 {0}：{1} 为 {2}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be removed ({1}): close programs that use it</source>
        <translation>无法移除 {0} ({1})：请关闭正在使用它的程序</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1})</source>
        <translation>无法写入 {0} ({1})</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}): choose another folder</source>
        <translation>无法写入 {0} ({1})：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written to ({1}). The library is stored there</source>
        <translation>无法写入 {0} ({1})。媒体库存放在那里</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written to ({1}): choose another folder</source>
        <translation>无法写入 {0} ({1})：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} can&apos;t continue a clip after {1} frames: use {2}</source>
        <translation>{0} 无法在 {1} 帧之后延续片段：请使用 {2}</translation>
    </message>
    <message>
        <source>{0} can&apos;t run PyTorch {1} ({2})</source>
        <translation>{0} 无法运行 PyTorch {1} ({2})</translation>
    </message>
    <message>
        <source>{0} contains a file named {1}, which Windows does not allow: rename it</source>
        <translation>{0} 包含名为 {1} 的文件，Windows 不允许：请重命名</translation>
    </message>
    <message>
        <source>{0} contains more than {1} files: it is not a model folder</source>
        <translation>{0} 包含超过 {1} 个文件：它不是模型文件夹</translation>
    </message>
    <message>
        <source>{0} contains {1} names that differ only in upper and lower case, which some systems can&apos;t tell apart: rename them</source>
        <translation>{0} 包含 {1} 个仅大小写不同的名称，有些系统无法区分：请重命名</translation>
    </message>
    <message>
        <source>{0} could not be moved to the trash: {1}</source>
        <translation>无法将 {0} 移到回收站：{1}</translation>
    </message>
    <message>
        <source>{0} could not be restored from the trash: {1}</source>
        <translation>无法从回收站恢复 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} did not fit into memory: close other programs, or use fewer frames or a smaller size</source>
        <translation>{0} 超出内存：请关闭其他程序，或减少帧数或尺寸</translation>
    </message>
    <message>
        <source>{0} did not fit into memory: use fewer frames or a smaller size{1}</source>
        <translation>{0} 超出内存：请减少帧数或尺寸{1}</translation>
    </message>
    <message>
        <source>{0} did not fit into memory: use fewer frames, a smaller size{1}</source>
        <translation>{0} 超出内存：请减少帧数、减小尺寸{1}</translation>
    </message>
    <message>
        <source>{0} does not contain the settings of a model</source>
        <translation>{0} 不包含模型的设置</translation>
    </message>
    <message>
        <source>{0} does not describe a {1}: {2}</source>
        <translation>{0} 描述的不是 {1}：{2}</translation>
    </message>
    <message>
        <source>{0} does not end a job</source>
        <translation>{0} 不会结束任务</translation>
    </message>
    <message>
        <source>{0} does not name the files of its tensors</source>
        <translation>{0} 没有列出其张量的文件</translation>
    </message>
    <message>
        <source>{0} does not offer HTTPS: plain HTTP is refused</source>
        <translation>{0} 不提供 HTTPS：拒绝使用 HTTP</translation>
    </message>
    <message>
        <source>{0} doesn&apos;t describe a flow of {1} timesteps</source>
        <translation>{0} 描述的不是 {1} 个时间步的 flow</translation>
    </message>
    <message>
        <source>{0} doesn&apos;t describe a noise schedule that {1} supports: choose another scheduler</source>
        <translation>{0} 描述的噪声计划不受 {1} 支持：请选择其他调度器</translation>
    </message>
    <message>
        <source>{0} doesn&apos;t match the hash in its listing: try again later</source>
        <translation>{0} 与列表中的哈希不符：请稍后重试</translation>
    </message>
    <message>
        <source>{0} exists now</source>
        <translation>{0} 现已存在</translation>
    </message>
    <message>
        <source>{0} exists: choose another name, or replace it</source>
        <translation>{0} 已存在：请换一个名称，或将其替换</translation>
    </message>
    <message>
        <source>{0} forbids connections to Hugging Face: unset it to download models</source>
        <translation>{0} 禁止连接 Hugging Face：要下载模型请取消该设置</translation>
    </message>
    <message>
        <source>{0} frames aren&apos;t supported by {1}: use {2}</source>
        <translation>{1} 不支持 {0} 帧：请使用 {2}</translation>
    </message>
    <message>
        <source>{0} frames of {1}x{2}</source>
        <translation>{0} 帧 {1}x{2}</translation>
    </message>
    <message>
        <source>{0} frames of {1}x{2} need about {3} GB, {4} GB are free on {5}: {6}</source>
        <translation>{0} 帧 {1}x{2} 约需 {3} GB，{5} 上可用 {4} GB：{6}</translation>
    </message>
    <message>
        <source>{0} frames, {1} of them known, add nothing: use more than {2}</source>
        <translation>{0} 帧中 {1} 帧已知，没有新增内容：请使用多于 {2} 帧</translation>
    </message>
    <message>
        <source>{0} has an invalid header entry for tensor {1}</source>
        <translation>{0} 中张量 {1} 的文件头条目无效</translation>
    </message>
    <message>
        <source>{0} has an invalid header: a tensor starts at byte {1}, but the previous one ends at {2}</source>
        <translation>{0} 的文件头无效：某张量从字节 {1} 开始，而前一个在 {2} 结束</translation>
    </message>
    <message>
        <source>{0} has an unreadable header</source>
        <translation>{0} 的文件头无法读取</translation>
    </message>
    <message>
        <source>{0} has floating-point values: save it with 8 or 16 bits per channel</source>
        <translation>{0} 使用浮点值：请以每通道 8 或 16 位保存</translation>
    </message>
    <message>
        <source>{0} has integer weights ({1}), which this application does not load: {2}</source>
        <translation>{0} 使用整数权重 ({1})，本应用程序不加载：{2}</translation>
    </message>
    <message>
        <source>{0} has invalid settings: {1}</source>
        <translation>{0} 含有无效设置：{1}</translation>
    </message>
    <message>
        <source>{0} has more than {1} frames, the limit</source>
        <translation>{0} 超过 {1} 帧的上限</translation>
    </message>
    <message>
        <source>{0} has no frame {1}</source>
        <translation>{0} 没有第 {1} 帧</translation>
    </message>
    <message>
        <source>{0} has no noise schedule (beta_start, beta_end, beta_schedule): {1}</source>
        <translation>{0} 没有噪声计划 (beta_start, beta_end, beta_schedule)：{1}</translation>
    </message>
    <message>
        <source>{0} has no prompts, styles, wildcards or presets</source>
        <translation>{0} 中没有提示词、风格、通配符或预设</translation>
    </message>
    <message>
        <source>{0} has no record of its files, because it was copied there by hand: import it to create one</source>
        <translation>{0} 没有文件记录，因为是手动复制的：请导入以创建记录</translation>
    </message>
    <message>
        <source>{0} has no record of its files: remove the model and download it again</source>
        <translation>{0} 没有文件记录：请移除模型后重新下载</translation>
    </message>
    <message>
        <source>{0} has no revision {1}</source>
        <translation>{0} 没有修订版 {1}</translation>
    </message>
    <message>
        <source>{0} has no settings of a program we know</source>
        <translation>{0} 中没有已知程序的设置</translation>
    </message>
    <message>
        <source>{0} has no tokenizer: vocab.json and merges.txt are missing, and so is tokenizer.json</source>
        <translation>{0} 没有分词器：缺少 vocab.json 和 merges.txt，也没有 tokenizer.json</translation>
    </message>
    <message>
        <source>{0} has no weights for {1}</source>
        <translation>{0} 没有 {1} 的权重</translation>
    </message>
    <message>
        <source>{0} has no weights: {1} is missing</source>
        <translation>{0} 没有权重：缺少 {1}</translation>
    </message>
    <message>
        <source>{0} has only the denoiser: choose an installed model to take the other parts from</source>
        <translation>{0} 只有去噪器：请选择一个已安装的模型提供其他部分</translation>
    </message>
    <message>
        <source>{0} has two denoisers, one for each half of the steps, which this application does not load</source>
        <translation>{0} 有两个去噪器，各负责一半步数，本应用程序不加载</translation>
    </message>
    <message>
        <source>{0} has weights of 8 bits or fewer ({1}), which this application does not load: {2}</source>
        <translation>{0} 的权重为 8 位或更低 ({1})，本应用程序不加载：{2}</translation>
    </message>
    <message>
        <source>{0} has {1} bytes on the server, but its listing says {2}: try again later</source>
        <translation>{0} 在服务器上为 {1} 字节，但列表显示 {2}：请稍后重试</translation>
    </message>
    <message>
        <source>{0} has {1} frames per second, the new frames {2}: use {3}</source>
        <translation>{0} 为每秒 {1} 帧，新帧为 {2}：请使用 {3}</translation>
    </message>
    <message>
        <source>{0} has {1} frames, too few to continue after {2}: continue after fewer, or continue a longer clip</source>
        <translation>{0} 有 {1} 帧，不足以在 {2} 帧之后延续：请减少帧数，或延续更长的片段</translation>
    </message>
    <message>
        <source>{0} has {1} frames: use {2} frames or fewer, or a longer clip</source>
        <translation>{0} 有 {1} 帧：请使用不超过 {2} 帧，或更长的片段</translation>
    </message>
    <message>
        <source>{0} has {1} frames: with {2} more it would be longer than {3}, the limit</source>
        <translation>{0} 有 {1} 帧：再加 {2} 帧会超过 {3} 的上限</translation>
    </message>
    <message>
        <source>{0} has {1} pixels, the new frames {2}x{3}: use {4}</source>
        <translation>{0} 为 {1} 像素，新帧为 {2}x{3}：请使用 {4}</translation>
    </message>
    <message>
        <source>{0} has {1} × {2} pixels, the first picture {3} × {4}: all pictures must have the same size</source>
        <translation>{0} 为 {1} × {2} 像素，第一张为 {3} × {4}：所有图片尺寸必须相同</translation>
    </message>
    <message>
        <source>{0} has {1} × {2} pixels: the limit is {3}</source>
        <translation>{0} 为 {1} × {2} 像素：上限为 {3}</translation>
    </message>
    <message>
        <source>{0} has {1} × {2} pixels: the limit is {3}. Make it smaller</source>
        <translation>{0} 为 {1} × {2} 像素：上限为 {3}。请缩小</translation>
    </message>
    <message>
        <source>{0} has {1}, which another weights file has too: they come from different models</source>
        <translation>{0} 含有 {1}，另一个权重文件中也有：它们来自不同的模型</translation>
    </message>
    <message>
        <source>{0} in {1} has an impossible size: {2} bytes</source>
        <translation>{1} 中的 {0} 大小不可能：{2} 字节</translation>
    </message>
    <message>
        <source>{0} is a LoRA, not a model: import it as a LoRA</source>
        <translation>{0} 是 LoRA，不是模型：请作为 LoRA 导入</translation>
    </message>
    <message>
        <source>{0} is a built-in preset: choose another name</source>
        <translation>{0} 是内置预设：请换一个名称</translation>
    </message>
    <message>
        <source>{0} is a file, not a folder: choose another folder</source>
        <translation>{0} 是文件而非文件夹：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} is a folder, not a JSON file</source>
        <translation>{0} 是文件夹，不是 JSON 文件</translation>
    </message>
    <message>
        <source>{0} is a folder: move it away to save the settings</source>
        <translation>{0} 是文件夹：请将其移走以保存设置</translation>
    </message>
    <message>
        <source>{0} is a folder: use a file name such as {1}</source>
        <translation>{0} 是文件夹：请使用文件名，例如 {1}</translation>
    </message>
    <message>
        <source>{0} is a link to {1}, which doesn&apos;t exist: connect its drive</source>
        <translation>{0} 是指向 {1} 的链接，但后者不存在：请连接其驱动器</translation>
    </message>
    <message>
        <source>{0} is a link: replace it with the file itself</source>
        <translation>{0} 是链接：请替换为文件本身</translation>
    </message>
    <message>
        <source>{0} is a pickle, which can execute code: import the model, which skips or converts pickles</source>
        <translation>{0} 是 pickle，可能执行代码：请导入模型，导入会跳过或转换 pickle</translation>
    </message>
    <message>
        <source>{0} is already being downloaded</source>
        <translation>{0} 已在下载中</translation>
    </message>
    <message>
        <source>{0} is already installed: verify or remove it</source>
        <translation>{0} 已安装：请校验或移除</translation>
    </message>
    <message>
        <source>{0} is an existing file; a name without a suffix is for a folder of pictures: choose another</source>
        <translation>{0} 是现有文件；无后缀的名称用于图片文件夹：请换一个名称</translation>
    </message>
    <message>
        <source>{0} is an existing folder: use a file name such as {1}</source>
        <translation>{0} 是现有文件夹：请使用文件名，例如 {1}</translation>
    </message>
    <message>
        <source>{0} is damaged: download it again</source>
        <translation>{0} 已损坏：请重新下载</translation>
    </message>
    <message>
        <source>{0} is damaged: download the model instead</source>
        <translation>{0} 已损坏：请改为下载模型</translation>
    </message>
    <message>
        <source>{0} is damaged: restart the app to repair it from its backup</source>
        <translation>{0} 已损坏：请重新启动应用程序，从备份修复</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}</source>
        <translation>{0} 已损坏：{1}</translation>
    </message>
    <message>
        <source>{0} is from another commit ({1}) than the rest of its part ({2}): download them all from the same commit</source>
        <translation>{0} 来自另一个提交 ({1})，与同一部分的其余文件 ({2}) 不同：请全部从同一提交下载</translation>
    </message>
    <message>
        <source>{0} is gated: accept its terms on Hugging Face, then enter a token</source>
        <translation>{0} 为受限内容：请在 Hugging Face 上接受其条款，然后输入令牌</translation>
    </message>
    <message>
        <source>{0} is gated: accept the model&apos;s terms on Hugging Face, then enter a token</source>
        <translation>{0} 为受限内容：请在 Hugging Face 上接受模型条款，然后输入令牌</translation>
    </message>
    <message>
        <source>{0} is inside the current clips folder: choose another folder</source>
        <translation>{0} 位于当前片段文件夹内：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} is inside the current models folder: choose another folder</source>
        <translation>{0} 位于当前模型文件夹内：请选择其他文件夹</translation>
    </message>
    <message>
        <source>{0} is larger than any model&apos;s settings file</source>
        <translation>{0} 大于任何模型的设置文件</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB</source>
        <translation>{0} 大于 {1} MB</translation>
    </message>
    <message>
        <source>{0} is longer than the {1} bytes in its listing: try again later</source>
        <translation>{0} 超过列表中的 {1} 字节：请稍后重试</translation>
    </message>
    <message>
        <source>{0} is missing</source>
        <translation>缺少 {0}</translation>
    </message>
    <message>
        <source>{0} is missing: reinstall the application</source>
        <translation>缺少 {0}：请重新安装应用程序</translation>
    </message>
    <message>
        <source>{0} is missing: restart the app to restore it from its backup</source>
        <translation>缺少 {0}：请重新启动应用程序，从备份恢复</translation>
    </message>
    <message>
        <source>{0} is neither a file nor a folder</source>
        <translation>{0} 既不是文件也不是文件夹</translation>
    </message>
    <message>
        <source>{0} is neither a model folder nor a checkpoint ({1})</source>
        <translation>{0} 既不是模型文件夹也不是检查点 ({1})</translation>
    </message>
    <message>
        <source>{0} is no longer in the trash</source>
        <translation>{0} 已不在回收站中</translation>
    </message>
    <message>
        <source>{0} is no tensor of a supported Wan transformer</source>
        <translation>{0} 不是受支持的 Wan transformer 的张量</translation>
    </message>
    <message>
        <source>{0} is no tensor of a text-to-video UNet</source>
        <translation>{0} 不是文生视频 UNet 的张量</translation>
    </message>
    <message>
        <source>{0} is not UTF-8 text: save it as UTF-8</source>
        <translation>{0} 不是 UTF-8 文本：请保存为 UTF-8</translation>
    </message>
    <message>
        <source>{0} is not a CLIP tokenizer</source>
        <translation>{0} 不是 CLIP 分词器</translation>
    </message>
    <message>
        <source>{0} is not a T5 tokenizer</source>
        <translation>{0} 不是 T5 分词器</translation>
    </message>
    <message>
        <source>{0} is not a file</source>
        <translation>{0} 不是文件</translation>
    </message>
    <message>
        <source>{0} is not a file name: use one such as {1}</source>
        <translation>{0} 不是文件名：请使用类似 {1} 的名称</translation>
    </message>
    <message>
        <source>{0} is not a file of at most {1} MB</source>
        <translation>{0} 不是不超过 {1} MB 的文件</translation>
    </message>
    <message>
        <source>{0} is not a file of exported settings</source>
        <translation>{0} 不是导出的设置文件</translation>
    </message>
    <message>
        <source>{0} is not a file of exported settings: {1}</source>
        <translation>{0} 不是导出的设置文件：{1}</translation>
    </message>
    <message>
        <source>{0} is not a file: choose a picture</source>
        <translation>{0} 不是文件：请选择图片</translation>
    </message>
    <message>
        <source>{0} is not a language: use a code such as de or zh_CN</source>
        <translation>{0} 不是语言：请使用代码，例如 de 或 zh_CN</translation>
    </message>
    <message>
        <source>{0} is not a model folder: it has no model_index.json</source>
        <translation>{0} 不是模型文件夹：缺少 model_index.json</translation>
    </message>
    <message>
        <source>{0} is not a picture: use {1}</source>
        <translation>{0} 不是图片：请使用 {1}</translation>
    </message>
    <message>
        <source>{0} is not a settings file ({1}): using the default settings</source>
        <translation>{0} 不是设置文件 ({1})：将使用默认设置</translation>
    </message>
    <message>
        <source>{0} is not a valid address: use http://host:port or socks5://host:port</source>
        <translation>{0} 不是有效地址：请使用 http://host:port 或 socks5://host:port</translation>
    </message>
    <message>
        <source>{0} is not a valid path</source>
        <translation>{0} 不是有效路径</translation>
    </message>
    <message>
        <source>{0} is not a valid record of the model&apos;s files: import or download the model again</source>
        <translation>{0} 不是有效的模型文件记录：请重新导入或下载模型</translation>
    </message>
    <message>
        <source>{0} is not a {1}</source>
        <translation>{0} 不是 {1}</translation>
    </message>
    <message>
        <source>{0} is not a {1} model: it has no {2}</source>
        <translation>{0} 不是 {1} 模型：缺少 {2}</translation>
    </message>
    <message>
        <source>{0} is not installed in {1}: installed are {2}</source>
        <translation>{0} 未安装在 {1} 中：已安装的有 {2}</translation>
    </message>
    <message>
        <source>{0} is not one of {1}</source>
        <translation>{0} 不是 {1} 之一</translation>
    </message>
    <message>
        <source>{0} is not the SHA-256 of a kept image</source>
        <translation>{0} 不是已保存图片的 SHA-256</translation>
    </message>
    <message>
        <source>{0} is not the name of a style: use up to {1} characters</source>
        <translation>{0} 不能作为风格名称：请最多使用 {1} 个字符</translation>
    </message>
    <message>
        <source>{0} is not the {1} of a text-to-video model: {2} are missing, for example {3}</source>
        <translation>{0} 不是文生视频模型的 {1}：缺少 {2}，例如 {3}</translation>
    </message>
    <message>
        <source>{0} is not valid JSON</source>
        <translation>{0} 不是有效的 JSON</translation>
    </message>
    <message>
        <source>{0} is not valid JSON: it {1}</source>
        <translation>{0} 不是有效的 JSON：{1}</translation>
    </message>
    <message>
        <source>{0} is not {1} × {2} pixels as in its settings: save it as {3} to copy it</source>
        <translation>{0} 不是设置中的 {1} × {2} 像素：请保存为 {3} 以直接复制</translation>
    </message>
    <message>
        <source>{0} is out of range: use 0 to {1}</source>
        <translation>{0} 超出范围：请使用 0 到 {1}</translation>
    </message>
    <message>
        <source>{0} is outside the wildcards folder or not a file name: use a name such as __animal__ or __colors/warm__</source>
        <translation>{0} 位于通配符文件夹之外，或不是文件名：请使用类似 __animal__ 或 __colors/warm__ 的名称</translation>
    </message>
    <message>
        <source>{0} is program code, which a model doesn&apos;t need: delete it</source>
        <translation>{0} 是程序代码，模型不需要：请删除</translation>
    </message>
    <message>
        <source>{0} is read-only: allow writing to it and to its folder</source>
        <translation>{0} 为只读：请允许写入该文件及其文件夹</translation>
    </message>
    <message>
        <source>{0} is too large a number</source>
        <translation>{0} 是过大的数字</translation>
    </message>
    <message>
        <source>{0} is too large: the limit is {1} million pixels. Make it smaller</source>
        <translation>{0} 过大：上限为 {1} 百万像素。请缩小</translation>
    </message>
    <message>
        <source>{0} is truncated or not a safetensors file: download or copy it again</source>
        <translation>{0} 不完整或不是 safetensors 文件：请重新下载或复制</translation>
    </message>
    <message>
        <source>{0} is {1} bytes long, but its header says {2}: download or copy it again</source>
        <translation>{0} 长 {1} 字节，但文件头显示 {2}：请重新下载或复制</translation>
    </message>
    <message>
        <source>{0} is {1} in this one, and {2} doesn&apos;t fit</source>
        <translation>{0} 在此模型中为 {1}，与 {2} 不符</translation>
    </message>
    <message>
        <source>{0} is {1}: it must be a whole number</source>
        <translation>{0} 为 {1}：必须是整数</translation>
    </message>
    <message>
        <source>{0} is {1}: it must be at least 1</source>
        <translation>{0} 为 {1}：至少为 1</translation>
    </message>
    <message>
        <source>{0} is {1}: supported values: {2}</source>
        <translation>{0} 为 {1}：支持的值：{2}</translation>
    </message>
    <message>
        <source>{0} isn&apos;t supported by {1}: use {2}</source>
        <translation>{1} 不支持{0}：请使用 {2}</translation>
    </message>
    <message>
        <source>{0} lacks {1} tensors, for example {2}: download or copy it again</source>
        <translation>{0} 缺少 {1} 个张量，例如 {2}：请重新下载或复制</translation>
    </message>
    <message>
        <source>{0} lacks {1} tensors, {2} among them: download the model again</source>
        <translation>{0} 缺少 {1} 个张量，其中有 {2}：请重新下载模型</translation>
    </message>
    <message>
        <source>{0} lacks {1}, one of {2} weights files: download or copy it again</source>
        <translation>{0} 缺少 {1}（共 {2} 个权重文件）：请重新下载或复制</translation>
    </message>
    <message>
        <source>{0} matches more than {1} lines: name fewer files</source>
        <translation>{0} 匹配超过 {1} 行：请指定较少的文件</translation>
    </message>
    <message>
        <source>{0} matches no file in {1}</source>
        <translation>{0} 在 {1} 中没有匹配的文件</translation>
    </message>
    <message>
        <source>{0} names an unknown user: use an absolute path</source>
        <translation>{0} 指向未知用户：请使用绝对路径</translation>
    </message>
    <message>
        <source>{0} names its pipeline with a list, which requires custom code that this application does not run</source>
        <translation>{0} 以列表指定其 pipeline，需要自定义代码，本应用程序不会运行</translation>
    </message>
    <message>
        <source>{0} names {1} files, more than any real model has</source>
        <translation>{0} 列出 {1} 个文件，多于任何真实模型</translation>
    </message>
    <message>
        <source>{0} names {1}, which is not a weights file beside it</source>
        <translation>{0} 列出 {1}，但旁边没有这个权重文件</translation>
    </message>
    <message>
        <source>{0} of {1} tensors</source>
        <translation>{1} 个张量中的 {0} 个</translation>
    </message>
    <message>
        <source>{0} predicts {1}, which is not supported</source>
        <translation>{0} 预测 {1}，不受支持</translation>
    </message>
    <message>
        <source>{0} presets are too many: keep up to {1}</source>
        <translation>{0} 个预设太多：请最多保留 {1} 个</translation>
    </message>
    <message>
        <source>{0} ran out of memory with memory saving {1}: retrying with more memory saving</source>
        <translation>{0} 在节省内存 {1} 下内存不足：正以更高的节省程度重试</translation>
    </message>
    <message>
        <source>{0} reads an image&apos;s CLIP features, which isn&apos;t supported: use Wan 2.2 TI2V or Wan 2.1 VACE</source>
        <translation>{0} 读取图片的 CLIP 特征，不受支持：请使用 Wan 2.2 TI2V 或 Wan 2.1 VACE</translation>
    </message>
    <message>
        <source>{0} requires attention implementation {1}, which this application does not load</source>
        <translation>{0} 需要注意力实现 {1}，本应用程序不加载</translation>
    </message>
    <message>
        <source>{0} requires class {1}, which this application does not load</source>
        <translation>{0} 需要类 {1}，本应用程序不加载</translation>
    </message>
    <message>
        <source>{0} requires custom code (auto_map), which this application does not run</source>
        <translation>{0} 需要自定义代码 (auto_map)，本应用程序不会运行</translation>
    </message>
    <message>
        <source>{0} requires {1} {2}, which this application does not load</source>
        <translation>{0} 需要 {1} {2}，本应用程序不加载</translation>
    </message>
    <message>
        <source>{0} returned status {1} for {2}</source>
        <translation>{0} 对 {2} 返回状态 {1}</translation>
    </message>
    <message>
        <source>{0} should be {1}, not {2}</source>
        <translation>{0}应为{1}，而不是 {2}</translation>
    </message>
    <message>
        <source>{0} stars: use 0 to {1}</source>
        <translation>{0} 星：请使用 0 到 {1}</translation>
    </message>
    <message>
        <source>{0} styles are too many: keep up to {1}</source>
        <translation>{0} 个风格太多：请最多保留 {1} 个</translation>
    </message>
    <message>
        <source>{0} styles are too many: use up to {1}</source>
        <translation>{0} 个风格太多：请最多使用 {1} 个</translation>
    </message>
    <message>
        <source>{0} that can&apos;t be read</source>
        <translation>无法读取的 {0}</translation>
    </message>
    <message>
        <source>{0} was not copied completely: the models are still in their old folder</source>
        <translation>{0} 未完整复制：模型仍在原文件夹中</translation>
    </message>
    <message>
        <source>{0} was not made with T2V Desktop</source>
        <translation>{0} 不是用 T2V Desktop 制作的</translation>
    </message>
    <message>
        <source>{0} was written by a newer version of T2V Desktop: update the app, or move the file away to start with an empty library</source>
        <translation>{0} 由较新版本的 T2V Desktop 写入：请更新应用程序，或移走该文件以从空媒体库开始</translation>
    </message>
    <message>
        <source>{0} would have {1} pixels a side: the limit is {2}. Use a smaller scale</source>
        <translation>{0} 的边长将为 {1} 像素：上限为 {2}。请减小缩放</translation>
    </message>
    <message>
        <source>{0} {1} is not supported: use a multiple of 8 from 8 to {2}, such as {3}</source>
        <translation>不支持{0} {1}：请使用 8 到 {2} 之间 8 的倍数，例如 {3}</translation>
    </message>
    <message>
        <source>{0} {1} is out of range: use {2} to {3}</source>
        <translation>{0} {1} 超出范围：请使用 {2} 到 {3}</translation>
    </message>
    <message>
        <source>{0} {1} isn&apos;t supported by {2}: use a multiple of {3}, such as {4}</source>
        <translation>{2} 不支持{0} {1}：请使用 {3} 的倍数，例如 {4}</translation>
    </message>
    <message>
        <source>{0} · {1} × {2} · {3} frames · seed {4}</source>
        <translation>{0} · {1} × {2} · {3} 帧 · 种子 {4}</translation>
    </message>
    <message>
        <source>{0}. The backup of {1} was restored: newer clips will be restored from the clips folder; newer queue entries are lost.</source>
        <translation>{0}。已恢复 {1} 的备份：较新的片段将从片段文件夹恢复；较新的队列项目已丢失。</translation>
    </message>
    <message>
        <source>{0}. There is no good backup, so the library starts empty; clips will be restored from the clips folder.</source>
        <translation>{0}。没有可用的备份，因此媒体库从空开始；片段将从片段文件夹恢复。</translation>
    </message>
    <message>
        <source>{0}: contact sheets are saved as PNG: use a name such as {1}</source>
        <translation>{0}：联系表保存为 PNG：请使用类似 {1} 的名称</translation>
    </message>
    <message>
        <source>{0}: decoding again in full precision (fp32)</source>
        <translation>{0}：正以全精度 (fp32) 重新解码</translation>
    </message>
    <message>
        <source>{0}: flow_shift is {1}: it must be a number above 0, at most {2}</source>
        <translation>{0}：flow_shift 为 {1}：必须大于 0 且不超过 {2}</translation>
    </message>
    <message>
        <source>{0}: frames are saved as PNG: use a name such as {1}</source>
        <translation>{0}：帧保存为 PNG：请使用类似 {1} 的名称</translation>
    </message>
    <message>
        <source>{0}: its parts come from different models: a {1} with a {2}</source>
        <translation>{0}：各部分来自不同的模型：{1} 与 {2}</translation>
    </message>
    <message>
        <source>{0}: its parts come from different models: {1} is {2}, {3} are {4}</source>
        <translation>{0}：各部分来自不同的模型：{1} 为 {2}，{3} 为 {4}</translation>
    </message>
    <message>
        <source>{0}: its parts come from different models: {1} is {2}, {3} is {4}</source>
        <translation>{0}：各部分来自不同的模型：{1} 为 {2}，{3} 为 {4}</translation>
    </message>
    <message>
        <source>{0}: max_position_embeddings is {1}: it must be a whole number of at least {2}</source>
        <translation>{0}：max_position_embeddings 为 {1}：必须是不小于 {2} 的整数</translation>
    </message>
    <message>
        <source>{0}: nothing was saved. Another seed, more steps or a lower guidance may help</source>
        <translation>{0}：未保存任何内容。换一个种子、增加步数或降低引导强度可能有帮助</translation>
    </message>
    <message>
        <source>{0}: num_train_timesteps is {1}: it must be at least {2}</source>
        <translation>{0}：num_train_timesteps 为 {1}：至少为 {2}</translation>
    </message>
    <message>
        <source>{0}: steps_offset is {1}: it must be a whole number from 0</source>
        <translation>{0}：steps_offset 为 {1}：必须是不小于 0 的整数</translation>
    </message>
    <message>
        <source>{0}: the server is busy</source>
        <translation>{0}：服务器繁忙</translation>
    </message>
    <message>
        <source>{0}: the settings of transformer or vae lack a sensible patch_size or z_dim</source>
        <translation>{0}：transformer 或 vae 的设置缺少合理的 patch_size 或 z_dim</translation>
    </message>
    <message>
        <source>{0}: the settings of unet or vae lack a sensible block_out_channels or sample_size</source>
        <translation>{0}：unet 或 vae 的设置缺少合理的 block_out_channels 或 sample_size</translation>
    </message>
    <message>
        <source>{0}: tokenizer and text encoder come from different models: {1} tokens, {2} embeddings</source>
        <translation>{0}：分词器与文本编码器来自不同的模型：{1} 个词元，{2} 个嵌入</translation>
    </message>
    <message>
        <source>{0}: trained_betas must be a list of {1} numbers</source>
        <translation>{0}：trained_betas 必须是 {1} 个数字的列表</translation>
    </message>
    <message>
        <source>{0}: try again later</source>
        <translation>{0}：请稍后重试</translation>
    </message>
    <message>
        <source>{0}: trying again in full precision (fp32)</source>
        <translation>{0}：正以全精度 (fp32) 重试</translation>
    </message>
    <message>
        <source>{0}: unsupported format {1}: use .mp4, .webm, .gif, or no suffix for a folder of PNG pictures</source>
        <translation>{0}：不支持格式 {1}：请使用 .mp4、.webm、.gif，或不加后缀以保存为 PNG 图片文件夹</translation>
    </message>
    <message>
        <source>{0}: unsupported video format: use one of {1}, or a folder of PNG pictures</source>
        <translation>{0}：不支持的视频格式：请使用 {1} 之一，或 PNG 图片文件夹</translation>
    </message>
    <message>
        <source>{0}: use a name that ends in .json</source>
        <translation>{0}：请使用以 .json 结尾的名称</translation>
    </message>
    <message>
        <source>{0}: use auto or cpu</source>
        <translation>{0}：请使用 auto 或 cpu</translation>
    </message>
    <message>
        <source>{0}: use t2v-desktop render &quot;a red circle moving right&quot; -o out.mp4</source>
        <translation>{0}：请使用 t2v-desktop render &quot;a red circle moving right&quot; -o out.mp4</translation>
    </message>
    <message>
        <source>{0}: {1} changed since it was installed: {2}</source>
        <translation>{0}：{1} 在安装后已更改：{2}</translation>
    </message>
    <message>
        <source>{0}: {1} has shape {2}, but config.json requires {3}</source>
        <translation>{0}：{1} 的形状为 {2}，但 config.json 要求 {3}</translation>
    </message>
    <message>
        <source>{0}: {1} has {2} values, more than any real model</source>
        <translation>{0}：{1} 有 {2} 个值，多于任何真实模型</translation>
    </message>
    <message>
        <source>{0}: {1} is larger than in any real model</source>
        <translation>{0}：{1} 大于任何真实模型</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}, but its config.json requires {3}</source>
        <translation>{0}：{1} 为 {2}，但其 config.json 要求 {3}</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}, more than any real model has</source>
        <translation>{0}：{1} 为 {2}，大于任何真实模型</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: it must be a number above 0, at most 1</source>
        <translation>{0}：{1} 为 {2}：必须大于 0 且不超过 1</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: it must be true or false</source>
        <translation>{0}：{1} 为 {2}：必须为 true 或 false</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: it must be {3}</source>
        <translation>{0}：{1} 为 {2}：必须是 {3}</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}: supported values: {3}</source>
        <translation>{0}：{1} 为 {2}：支持的值：{3}</translation>
    </message>
    <message>
        <source>{0}: {1}: tokenizer and text encoder come from different models</source>
        <translation>{0}：{1}：分词器与文本编码器来自不同的模型</translation>
    </message>
    <message>
        <source>{0}: {1}: using the default</source>
        <translation>{0}：{1}：将使用默认值</translation>
    </message>
    <message>
        <source>{0}; downloaded data is kept</source>
        <translation>{0}；已下载的数据会保留</translation>
    </message>
    <message>
        <source>{0}x{1} is cropped to {2}x{3} for {4}x{5}</source>
        <translation>为 {4}x{5} 将 {0}x{1} 裁剪为 {2}x{3}</translation>
    </message>
    <message>
        <source>{{{0}...}} can&apos;t pick that many of {1} alternatives: use 1$$ to {2}$$</source>
        <translation>{{{0}...}} 无法从 {1} 个备选中选这么多：请使用 1$$ 到 {2}$$</translation>
    </message>
    <message>
        <source>{{{0}__{1}__}} picks from too many lines: pick fewer, or use a shorter file</source>
        <translation>{{{0}__{1}__}} 可选的行过多：请减少选取数量，或使用较短的文件</translation>
    </message>
</context>
<context>
    <name>save_dialog</name>
    <message>
        <source>This frame as a PNG picture (*.png)</source>
        <translation>此帧，PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>MP4 video (*.mp4)</source>
        <translation>MP4 视频 (*.mp4)</translation>
    </message>
    <message>
        <source>WebM video (*.webm)</source>
        <translation>WebM 视频 (*.webm)</translation>
    </message>
    <message>
        <source>GIF animation (*.gif)</source>
        <translation>GIF 动画 (*.gif)</translation>
    </message>
    <message>
        <source>Folder of PNG pictures (*)</source>
        <translation>PNG 图片文件夹 (*)</translation>
    </message>
    <message>
        <source>Save frame</source>
        <translation>保存帧</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Save without settings</source>
        <translation>另存为（不含设置）</translation>
    </message>
</context>
<context>
    <name>settings_rows</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>Flow shift</source>
        <translation>Flow Shift</translation>
    </message>
    <message>
        <source>Step caching</source>
        <translation>步缓存</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>来源标记</translation>
    </message>
    <message>
        <source>AI-generated; the file says so</source>
        <translation>AI 生成；文件中已注明</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>种子 {0}</translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>负面提示词：{0}</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} 帧</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} fps</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Few steps</source>
        <translation>少步</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>An unexpected error occurred again. Help &gt; Log has the details.</source>
        <translation>再次发生意外错误。详细信息见“帮助 &gt; 日志”。</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Starting the engine</source>
        <translation>正在启动引擎</translation>
    </message>
    <message>
        <source>Verifying the model&apos;s files</source>
        <translation>正在校验模型文件</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Encoding frame {0} of {1}</source>
        <translation>正在编码第 {0} / {1} 帧</translation>
    </message>
    <message>
        <source>Encoding the prompt</source>
        <translation>正在编码提示词</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>正在去噪</translation>
    </message>
    <message>
        <source>Denoising {0} of {1}</source>
        <translation>正在去噪 {0} / {1}</translation>
    </message>
    <message>
        <source>Decoding frame {0} of {1}</source>
        <translation>正在解码第 {0} / {1} 帧</translation>
    </message>
    <message>
        <source>Writing the video</source>
        <translation>正在写入视频</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>正在取消</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>The engine crashed. Retrying…</source>
        <translation>引擎崩溃。正在重试…</translation>
    </message>
    <message>
        <source>Couldn&apos;t create this clip</source>
        <translation>无法生成此片段</translation>
    </message>
    <message>
        <source>guided {0}–{1} %</source>
        <translation>引导 {0}–{1} %</translation>
    </message>
    <message>
        <source>no steps cached</source>
        <translation>无缓存步</translation>
    </message>
    <message>
        <source>{0} of {1} steps cached</source>
        <translation>每 {1} 步缓存 {0} 步</translation>
    </message>
    <message>
        <source>the model&apos;s own flow shift</source>
        <translation>模型默认的 Flow Shift</translation>
    </message>
    <message>
        <source>flow shift {0}</source>
        <translation>Flow Shift {0}</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>guided steps</source>
        <translation>引导步数</translation>
    </message>
    <message>
        <source>cached layers</source>
        <translation>缓存层</translation>
    </message>
    <message>
        <source>flow shift</source>
        <translation>Flow Shift</translation>
    </message>
    <message>
        <source>scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min {1} s</source>
        <translation>{0} 分 {1} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>{0} × {1}, {2} frames, {3} fps, {4} steps, guidance {5}, {6}</source>
        <translation>{0} × {1}，{2} 帧，{3} fps，{4} 步，引导强度 {5}，{6}</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>运动</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>画风</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Open models…</source>
        <translation>打开模型…</translation>
    </message>
    <message>
        <source>Use settings that fit</source>
        <translation>使用可行的设置</translation>
    </message>
</context>
</TS>
