<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
  <context>
    <name>AdviceNotes</name>
    <message>
      <source>律师一边说，一边写给您看</source>
      <translation>The lawyer writes while speaking</translation>
    </message>
    <message>
      <source>盖住了，按一下看</source>
      <translation>Covered. Press to read</translation>
    </message>
  </context>
  <context>
    <name>AdvicePage</name>
    <message>
      <source>回首页</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>带好了，回首页</source>
      <translation>I have it. Home</translation>
    </message>
    <message>
      <source>律师把写给您的话收回去了。</source>
      <translation>The lawyer has taken back what was written.</translation>
    </message>
    <message>
      <source>您的凭条</source>
      <translation>Your slip</translation>
    </message>
  </context>
  <context>
    <name>AppointmentLawyersPage</name>
    <message>
      <source>约哪位律师？</source>
      <translation>Which lawyer?</translation>
    </message>
  </context>
  <context>
    <name>AppointmentPage</name>
    <message>
      <source>先选哪一天、几点</source>
      <translation>Choose a day and a time first</translation>
    </message>
    <message>
      <source>几点？</source>
      <translation>What time?</translation>
    </message>
    <message>
      <source>哪一天？</source>
      <translation>Which day?</translation>
    </message>
    <message>
      <source>律师名单还没有到。急的话，打 12348 法律热线。</source>
      <translation>The list of lawyers is not here yet. If it is urgent, call the 12348 legal hotline.</translation>
    </message>
    <message>
      <source>换一位</source>
      <translation>Another</translation>
    </message>
    <message>
      <source>早一点</source>
      <translation>Earlier</translation>
    </message>
    <message>
      <source>早几天</source>
      <translation>Earlier</translation>
    </message>
    <message>
      <source>晚一点</source>
      <translation>Later</translation>
    </message>
    <message>
      <source>晚几天</source>
      <translation>Later</translation>
    </message>
    <message>
      <source>有凭条？点这里</source>
      <translation>I have a slip</translation>
    </message>
    <message>
      <source>约满了</source>
      <translation>Taken</translation>
    </message>
    <message>
      <source>请另选一个时间。</source>
      <translation>Please choose another time.</translation>
    </message>
    <message>
      <source>这位律师这四周没有能约的时间。请换一位，或打 12348。</source>
      <translation>This lawyer has no time within four weeks. Choose another one, or call 12348.</translation>
    </message>
  </context>
  <context>
    <name>AppointmentPhonePage</name>
    <message>
      <source>不留号码</source>
      <translation>No number</translation>
    </message>
    <message>
      <source>填好号码，或点“不留号码”</source>
      <translation>Give a number, or touch “No number”</translation>
    </message>
    <message>
      <source>填完号码，就能约好</source>
      <translation>Give your number first</translation>
    </message>
    <message>
      <source>留个电话，有事好找您</source>
      <translation>A number to reach you at</translation>
    </message>
    <message>
      <source>约好</source>
      <translation>Book it</translation>
    </message>
  </context>
  <context>
    <name>ArticlePage</name>
    <message>
      <source>这篇文章已经收回了，看看别的。</source>
      <translation>This article has been withdrawn. Please choose another.</translation>
    </message>
  </context>
  <context>
    <name>ArticleTile</name>
    <message>
      <source>新</source>
      <translation>New</translation>
    </message>
  </context>
  <context>
    <name>AttractPage</name>
    <message>
      <source>免费 · 律师替您保密 · 不用登录</source>
      <translation>Free · Confidential · No login</translation>
    </message>
    <message>
      <source>找地方</source>
      <translation>Find a place</translation>
    </message>
    <message>
      <source>查办法</source>
      <translation>What to do</translation>
    </message>
    <message>
      <source>点这里开始</source>
      <translation>Touch to start</translation>
    </message>
    <message>
      <source>遇到难事，进来问问</source>
      <translation>Come in and ask</translation>
    </message>
    <message>
      <source>问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
  </context>
  <context>
    <name>BookedPage</name>
    <message>
      <source>不是您的问题。下面这些时间还空着。</source>
      <translation>It is not your fault. These times are still free.</translation>
    </message>
    <message>
      <source>不是您的问题。可以看看别的时间，或换一位律师。</source>
      <translation>It is not your fault. See other times, or choose another lawyer.</translation>
    </message>
    <message>
      <source>不约了</source>
      <translation>Cancel it</translation>
    </message>
    <message>
      <source>先选一个时间</source>
      <translation>Choose a time first</translation>
    </message>
    <message>
      <source>再点一次好了。</source>
      <translation>Please touch it once more.</translation>
    </message>
    <message>
      <source>好了，回首页</source>
      <translation>Done, go home</translation>
    </message>
    <message>
      <source>改时间</source>
      <translation>Other time</translation>
    </message>
    <message>
      <source>改约这个时间</source>
      <translation>Take this time</translation>
    </message>
    <message>
      <source>没有记上，不是您的问题</source>
      <translation>It was not kept. It is not your fault</translation>
    </message>
    <message>
      <source>看别的时间</source>
      <translation>See other times</translation>
    </message>
    <message>
      <source>真的不约了吗？</source>
      <translation>Cancel this appointment?</translation>
    </message>
    <message>
      <source>请等一下，马上就好</source>
      <translation>One moment, please</translation>
    </message>
    <message>
      <source>还是留着</source>
      <translation>Keep it</translation>
    </message>
    <message>
      <source>这个时间会让给别人。</source>
      <translation>The time goes to somebody else.</translation>
    </message>
    <message>
      <source>这个预约不在这里了。</source>
      <translation>This appointment is not here any more.</translation>
    </message>
  </context>
  <context>
    <name>CallBackPage</name>
    <message>
      <source>再点一次好了。</source>
      <translation>Please touch it once more.</translation>
    </message>
    <message>
      <source>好了，回首页</source>
      <translation>Done, go home</translation>
    </message>
    <message>
      <source>换个号码</source>
      <translation>Another number</translation>
    </message>
    <message>
      <source>没有记上，不是您的问题</source>
      <translation>It was not kept. It is not your fault</translation>
    </message>
    <message>
      <source>请打给我</source>
      <translation>Please call me</translation>
    </message>
  </context>
  <context>
    <name>CallCheckPage</name>
    <message>
      <source>先试一试</source>
      <translation>Try it first</translation>
    </message>
    <message>
      <source>听一听</source>
      <translation>Listen</translation>
    </message>
    <message>
      <source>开始接通</source>
      <translation>Start the call</translation>
    </message>
    <message>
      <source>用声音接通</source>
      <translation>Start by voice</translation>
    </message>
  </context>
  <context>
    <name>CallStartPage</name>
    <message>
      <source>先试一试</source>
      <translation>Try it first</translation>
    </message>
    <message>
      <source>只用声音</source>
      <translation>Voice only</translation>
    </message>
    <message>
      <source>开始接通</source>
      <translation>Start the call</translation>
    </message>
    <message>
      <source>律师会听到您说话，看不到您</source>
      <translation>The lawyer hears you but does not see you</translation>
    </message>
    <message>
      <source>律师会看到您、听到您说话</source>
      <translation>The lawyer sees you and hears you</translation>
    </message>
    <message>
      <source>怎么说？</source>
      <translation>How would you like to talk?</translation>
    </message>
    <message>
      <source>想问什么？</source>
      <translation>What is it about?</translation>
    </message>
    <message>
      <source>替家人问</source>
      <translation>For family</translation>
    </message>
    <message>
      <source>本平台不录音不录像</source>
      <translation>This platform does not record</translation>
    </message>
    <message>
      <source>看 12348 怎么打</source>
      <translation>How to call 12348</translation>
    </message>
    <message>
      <source>看着说</source>
      <translation>Video</translation>
    </message>
    <message>
      <source>给自己问</source>
      <translation>For me</translation>
    </message>
    <message>
      <source>随时可以挂断</source>
      <translation>You can hang up at any time</translation>
    </message>
  </context>
  <context>
    <name>DirectionSketch</name>
    <message>
      <source>北</source>
      <translation>N</translation>
    </message>
    <message>
      <source>您在这里</source>
      <translation>You are here</translation>
    </message>
  </context>
  <context>
    <name>DirectoryPage</name>
    <message>
      <source>没有同时符合的律师。换一样试试，或直接问值班的律师。</source>
      <translation>No lawyer fits both. Change one of them, or ask the lawyer on duty.</translation>
    </message>
  </context>
  <context>
    <name>DirectoryTabs</name>
    <message>
      <source>找律师</source>
      <translation>Lawyers</translation>
    </message>
    <message>
      <source>按事情</source>
      <translation>By matter</translation>
    </message>
    <message>
      <source>按机构</source>
      <translation>By office</translation>
    </message>
    <message>
      <source>按街道</source>
      <translation>By street</translation>
    </message>
  </context>
  <context>
    <name>DutyCard</name>
    <message>
      <source>值班到</source>
      <translation>Until</translation>
    </message>
    <message>
      <source>免费 · 律师替您保密</source>
      <translation>Free · kept confidential</translation>
    </message>
    <message>
      <source>只用声音</source>
      <translation>Voice only</translation>
    </message>
  </context>
  <context>
    <name>EndDialog</name>
    <message>
      <source>再用一会儿</source>
      <translation>Keep using</translation>
    </message>
    <message>
      <source>您在这台机器上写过、看过的，都会删掉。</source>
      <translation>Everything you wrote or viewed here will be deleted.</translation>
    </message>
    <message>
      <source>电话会挂断。您在这台机器上写过、看过的，都会删掉。</source>
      <translation>The call will end. Everything you wrote or viewed here will be deleted.</translation>
    </message>
    <message>
      <source>结束并清除</source>
      <translation>End &amp; erase</translation>
    </message>
    <message>
      <source>要结束并清除吗？</source>
      <translation>End and erase?</translation>
    </message>
  </context>
  <context>
    <name>EntryPage</name>
    <message>
      <source>手机上有地址和电话。</source>
      <translation>Address and number.</translation>
    </message>
    <message>
      <source>打电话</source>
      <translation>Call them</translation>
    </message>
    <message>
      <source>扫一扫，带走地址</source>
      <translation>Scan to take it along</translation>
    </message>
    <message>
      <source>能办：</source>
      <translation>Services:</translation>
    </message>
    <message>
      <source>这个地方不在名单里了。</source>
      <translation>This place is no longer listed.</translation>
    </message>
  </context>
  <context>
    <name>ErasedPage</name>
    <message>
      <source>下一个人看不到您的任何内容</source>
      <translation>The next person sees nothing of yours</translation>
    </message>
    <message>
      <source>别忘了拿身份证和随身东西</source>
      <translation>Take your ID card and belongings</translation>
    </message>
    <message>
      <source>好，再见</source>
      <translation>Goodbye</translation>
    </message>
    <message>
      <source>打过的电话，时间和评价留作服务记录，上面没有您的名字。</source>
      <translation>The time and rating of a call are kept as a service record, without your name.</translation>
    </message>
    <message>
      <source>都清掉了</source>
      <translation>All erased</translation>
    </message>
  </context>
  <context>
    <name>EvaluationPage</name>
    <message>
      <source>一般</source>
      <translation>So-so</translation>
    </message>
    <message>
      <source>不太好</source>
      <translation>Not well</translation>
    </message>
    <message>
      <source>不用留名字。一次只评一回。</source>
      <translation>No name is needed. One answer for each visit.</translation>
    </message>
    <message>
      <source>先选一个</source>
      <translation>Choose one</translation>
    </message>
    <message>
      <source>先选一个：挺好、一般、不太好</source>
      <translation>Choose one first: well, so-so, not well</translation>
    </message>
    <message>
      <source>再点一次好了，也可以不评。</source>
      <translation>Tap Done again, or leave it.</translation>
    </message>
    <message>
      <source>回首页</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>好了</source>
      <translation>Done</translation>
    </message>
    <message>
      <source>挺好</source>
      <translation>Well</translation>
    </message>
    <message>
      <source>没有记上，不是您的问题</source>
      <translation>It was not kept. It is not your fault</translation>
    </message>
    <message>
      <source>谢谢，记下了</source>
      <translation>Thank you, noted</translation>
    </message>
    <message>
      <source>这位律师不在名单里了。</source>
      <translation>This lawyer is no longer listed.</translation>
    </message>
    <message>
      <source>这位律师做得怎么样？</source>
      <translation>How does this lawyer do?</translation>
    </message>
  </context>
  <context>
    <name>EventsPage</name>
    <message>
      <source>上一场</source>
      <translation>Previous</translation>
    </message>
    <message>
      <source>下一场</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>不看了</source>
      <translation>Stop watching</translation>
    </message>
    <message>
      <source>咨询律师</source>
      <translation>Ask a lawyer</translation>
    </message>
    <message>
      <source>地点</source>
      <translation>Where</translation>
    </message>
    <message>
      <source>时间</source>
      <translation>When</translation>
    </message>
    <message>
      <source>法治日活动</source>
      <translation>Events</translation>
    </message>
    <message>
      <source>这周没有法治日活动。想问事，直接问律师。</source>
      <translation>There is no event this week. To ask something, ask a lawyer.</translation>
    </message>
    <message>
      <source>这是本周最后一场</source>
      <translation>This is the last of the week</translation>
    </message>
    <message>
      <source>这是本周第一场</source>
      <translation>This is the first of the week</translation>
    </message>
  </context>
  <context>
    <name>ExamplePlate</name>
    <message>
      <source>示例</source>
      <translation>Sample</translation>
    </message>
  </context>
  <context>
    <name>FaqPage</name>
    <message>
      <source>这个问题已经收回了，看看别的。</source>
      <translation>This question has been withdrawn. Please look at another.</translation>
    </message>
  </context>
  <context>
    <name>FaqsPage</name>
    <message>
      <source>常见问题</source>
      <translation>Questions</translation>
    </message>
    <message>
      <source>常见问题还没送到这台机器。先问律师也可以。</source>
      <translation>The questions have not reached this terminal yet. You can ask a lawyer.</translation>
    </message>
  </context>
  <context>
    <name>ForOtherPage</name>
    <message>
      <source>不用手续</source>
      <translation>Nothing needed</translation>
    </message>
    <message>
      <source>替家人问</source>
      <translation>For family</translation>
    </message>
    <message>
      <source>知道了，去问律师</source>
      <translation>I see; ask a lawyer</translation>
    </message>
    <message>
      <source>要手续</source>
      <translation>A paper or proof needed</translation>
    </message>
    <message>
      <source>这一页暂时没有。直接问律师也行。</source>
      <translation>This page is not there now. You can ask a lawyer.</translation>
    </message>
    <message>
      <source>问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
  </context>
  <context>
    <name>GuidesPage</name>
    <message>
      <source>指南还没送到这台机器。先问律师也可以。</source>
      <translation>The guides have not arrived yet. You can ask a lawyer.</translation>
    </message>
    <message>
      <source>法律指南</source>
      <translation>Legal guides</translation>
    </message>
  </context>
  <context>
    <name>HandwritingPad</name>
    <message>
      <source>写好以后，这里会出现字，点一下就选上。</source>
      <translation>What you write appears here. Tap the right one.</translation>
    </message>
    <message>
      <source>删一字</source>
      <translation>Delete</translation>
    </message>
    <message>
      <source>手写暂时用不了，不是您的问题。请用拼音。</source>
      <translation>Handwriting does not work just now. It is not your fault. Please use Pinyin.</translation>
    </message>
    <message>
      <source>用手指在这里写，一次一个字</source>
      <translation>Write here with a finger, one character at a time</translation>
    </message>
    <message>
      <source>还没有写字</source>
      <translation>Nothing is written yet</translation>
    </message>
    <message>
      <source>退一笔</source>
      <translation>Undo</translation>
    </message>
    <message>
      <source>重写</source>
      <translation>Again</translation>
    </message>
  </context>
  <context>
    <name>Header</name>
    <message>
      <source>没连上网</source>
      <translation>No network</translation>
    </message>
    <message>
      <source>紧急</source>
      <translation>Alert</translation>
    </message>
  </context>
  <context>
    <name>HelpPage</name>
    <message>
      <source>不用来了</source>
      <translation>No need any more</translation>
    </message>
    <message>
      <source>回到通话</source>
      <translation>Back to the call</translation>
    </message>
    <message>
      <source>字看不清，点“大字”或“高对比”。</source>
      <translation>Hard to read? Tap "Large" or "Contrast".</translation>
    </message>
    <message>
      <source>怎么用这台机器</source>
      <translation>How to use this screen</translation>
    </message>
    <message>
      <source>服务台的电话</source>
      <translation>Phone of the desk</translation>
    </message>
    <message>
      <source>点一下就行，不用滑，不用按住。</source>
      <translation>Just tap. No swiping, no holding.</translation>
    </message>
    <message>
      <source>用完点“结束并清除”，别人看不到。</source>
      <translation>When done, tap "End &amp; erase".</translation>
    </message>
    <message>
      <source>看 12348 怎么打</source>
      <translation>How to call 12348</translation>
    </message>
    <message>
      <source>视频咨询律师</source>
      <translation>Talk to a lawyer by video</translation>
    </message>
    <message>
      <source>需要帮忙吗？</source>
      <translation>Need help?</translation>
    </message>
  </context>
  <context>
    <name>HiddenPage</name>
    <message>
      <source>便民信息</source>
      <translation>Community notices</translation>
    </message>
    <message>
      <source>公园告示</source>
      <translation>In the park</translation>
    </message>
    <message>
      <source>出门看天</source>
      <translation>Weather</translation>
    </message>
    <message>
      <source>天黑早走，看好孩子和老人。请牵好宠物，带走垃圾。</source>
      <translation>Leave before dark, mind children and elders, keep pets on a lead, take litter home.</translation>
    </message>
  </context>
  <context>
    <name>HomePage</name>
    <message>
      <source>找一找</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>热线</source>
      <translation>Hotlines</translation>
    </message>
  </context>
  <context>
    <name>HotlinePage</name>
    <message>
      <source>其他热线</source>
      <translation>Other hotlines</translation>
    </message>
    <message>
      <source>回到通话</source>
      <translation>Back to the call</translation>
    </message>
    <message>
      <source>在这里视频问律师</source>
      <translation>Ask a lawyer here by video</translation>
    </message>
    <message>
      <source>您现在在</source>
      <translation>You are at</translation>
    </message>
    <message>
      <source>照着念：我在</source>
      <translation>Read out: I am at</translation>
    </message>
  </context>
  <context>
    <name>HotlinesPage</name>
    <message>
      <source>常用热线</source>
      <translation>Hotlines</translation>
    </message>
    <message>
      <source>点一下，看怎么打</source>
      <translation>Tap to see how to call</translation>
    </message>
  </context>
  <context>
    <name>IdleDialog</name>
    <message>
      <source>接着用</source>
      <translation>Keep using</translation>
    </message>
    <message>
      <source>点一下屏幕就能接着用。没人点，就清除这次的内容。</source>
      <translation>Tap the screen to go on. Otherwise everything is erased.</translation>
    </message>
    <message>
      <source>结束并清除</source>
      <translation>End &amp; erase</translation>
    </message>
    <message>
      <source>还在吗？</source>
      <translation>Still there?</translation>
    </message>
  </context>
  <context>
    <name>InCallPage</name>
    <message>
      <source>关画面</source>
      <translation>Camera off</translation>
    </message>
    <message>
      <source>大声说</source>
      <translation>Aloud</translation>
    </message>
    <message>
      <source>小声说</source>
      <translation>Low voice</translation>
    </message>
    <message>
      <source>我</source>
      <translation>Me</translation>
    </message>
    <message>
      <source>打开画面</source>
      <translation>Camera on</translation>
    </message>
    <message>
      <source>打开话筒</source>
      <translation>Unmute</translation>
    </message>
    <message>
      <source>挂断</source>
      <translation>Hang up</translation>
    </message>
    <message>
      <source>本平台不录音不录像</source>
      <translation>This platform does not record</translation>
    </message>
    <message>
      <source>正在通话</source>
      <translation>In a call</translation>
    </message>
    <message>
      <source>直接说话，律师听得到您</source>
      <translation>Speak, the lawyer hears you</translation>
    </message>
    <message>
      <source>语音通话没有画面</source>
      <translation>A voice call has no picture</translation>
    </message>
    <message>
      <source>请等一等，不用按</source>
      <translation>Please wait, no need to press</translation>
    </message>
    <message>
      <source>请等一等，马上就好</source>
      <translation>Please wait a moment</translation>
    </message>
    <message>
      <source>静音</source>
      <translation>Mute</translation>
    </message>
  </context>
  <context>
    <name>KButton</name>
    <message>
      <source>请稍等</source>
      <translation>Please wait</translation>
    </message>
  </context>
  <context>
    <name>KField</name>
    <message>
      <source>清空</source>
      <translation>Clear</translation>
    </message>
  </context>
  <context>
    <name>Keyboard</name>
    <message>
      <source>删一字</source>
      <translation>Delete</translation>
    </message>
    <message>
      <source>大写</source>
      <translation>Capitals</translation>
    </message>
    <message>
      <source>字母</source>
      <translation>Letters</translation>
    </message>
    <message>
      <source>打拼音，选字。</source>
      <translation>Spell in pinyin, then choose.</translation>
    </message>
    <message>
      <source>拼音暂时用不了，不是您的问题。请用手写。</source>
      <translation>Pinyin does not work just now. It is not your fault. Please write by hand.</translation>
    </message>
    <message>
      <source>数字和标点</source>
      <translation>Digits and signs</translation>
    </message>
    <message>
      <source>更多的字</source>
      <translation>More characters</translation>
    </message>
    <message>
      <source>空格</source>
      <translation>Space</translation>
    </message>
  </context>
  <context>
    <name>LawPage</name>
    <message>
      <source>这部法律不在这台机器里了，看看别的。</source>
      <translation>This law is not on this terminal any more. Please look at another.</translation>
    </message>
  </context>
  <context>
    <name>LawsPage</name>
    <message>
      <source>法律条文</source>
      <translation>Statutes</translation>
    </message>
    <message>
      <source>法律条文还没送到这台机器。先问律师也可以。</source>
      <translation>The statutes have not reached this terminal yet. You can ask a lawyer.</translation>
    </message>
  </context>
  <context>
    <name>LawyerPage</name>
    <message>
      <source>会说</source>
      <translation>Speaks</translation>
    </message>
    <message>
      <source>懂：</source>
      <translation>Knows:</translation>
    </message>
    <message>
      <source>服务的社区</source>
      <translation>Looks after</translation>
    </message>
    <message>
      <source>正在值班</source>
      <translation>On duty now</translation>
    </message>
    <message>
      <source>现在不值班</source>
      <translation>Not on duty now</translation>
    </message>
    <message>
      <source>约个时间</source>
      <translation>Book a time</translation>
    </message>
    <message>
      <source>给这位律师评一评</source>
      <translation>Say how this lawyer does</translation>
    </message>
    <message>
      <source>这位律师不在名单里了。</source>
      <translation>This lawyer is no longer listed.</translation>
    </message>
  </context>
  <context>
    <name>LawyerRow</name>
    <message>
      <source>懂：%1</source>
      <translation>Knows: %1</translation>
    </message>
    <message>
      <source>正在值班</source>
      <translation>On duty now</translation>
    </message>
    <message>
      <source>说：%1</source>
      <translation>Speaks: %1</translation>
    </message>
  </context>
  <context>
    <name>LegalAidPage</name>
    <message>
      <source>不清楚</source>
      <translation>Not sure</translation>
    </message>
    <message>
      <source>您的回答不保存，离开就清掉</source>
      <translation>Your answers are not kept: they go when you leave</translation>
    </message>
    <message>
      <source>看 12348 怎么打</source>
      <translation>How to call 12348</translation>
    </message>
    <message>
      <source>自测暂时用不了。打 12348，一样能问。</source>
      <translation>The check is not available now. Ring 12348 to ask the same.</translation>
    </message>
    <message>
      <source>返回上一题</source>
      <translation>Question before</translation>
    </message>
    <message>
      <source>这就是第一题</source>
      <translation>This is the first question</translation>
    </message>
  </context>
  <context>
    <name>LegalAidPapersPage</name>
    <message>
      <source>开始自测</source>
      <translation>Begin the check</translation>
    </message>
    <message>
      <source>当地常要的，先打电话问</source>
      <translation>Often wanted locally; ring first</translation>
    </message>
    <message>
      <source>拿凭条带走</source>
      <translation>Take a slip along</translation>
    </message>
    <message>
      <source>法律没有点名要哪张纸</source>
      <translation>The law names no paper</translation>
    </message>
    <message>
      <source>法律要看的</source>
      <translation>Asked for by law</translation>
    </message>
    <message>
      <source>自测要从头做一次。</source>
      <translation>The check must be done from its beginning.</translation>
    </message>
    <message>
      <source>（%1）</source>
      <translation> (%1)</translation>
    </message>
  </context>
  <context>
    <name>LegalAidResultPage</name>
    <message>
      <source>为什么这样说</source>
      <translation>Why</translation>
    </message>
    <message>
      <source>先问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
    <message>
      <source>开始自测</source>
      <translation>Begin the check</translation>
    </message>
    <message>
      <source>批不批，由法律援助机构决定。</source>
      <translation>The legal-aid body decides.</translation>
    </message>
    <message>
      <source>看去哪里、带什么</source>
      <translation>Where to go, what to bring</translation>
    </message>
    <message>
      <source>自测要从头做一次。</source>
      <translation>The check must be done from its beginning.</translation>
    </message>
    <message>
      <source>预约律师</source>
      <translation>Book a time</translation>
    </message>
  </context>
  <context>
    <name>LegalAidSlipPage</name>
    <message>
      <source>回首页</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>带好了，回首页</source>
      <translation>I have it. Home</translation>
    </message>
    <message>
      <source>开始自测</source>
      <translation>Begin the check</translation>
    </message>
    <message>
      <source>您的凭条</source>
      <translation>Your slip</translation>
    </message>
    <message>
      <source>自测要从头做一次。</source>
      <translation>The check must be done from its beginning.</translation>
    </message>
  </context>
  <context>
    <name>LibraryTabs</name>
    <message>
      <source>常见问题</source>
      <translation>Questions</translation>
    </message>
    <message>
      <source>指南</source>
      <translation>Guides</translation>
    </message>
    <message>
      <source>法律条文</source>
      <translation>Statutes</translation>
    </message>
  </context>
  <context>
    <name>LowPanel</name>
    <message>
      <source>扫码带回家</source>
      <translation>Scan to take along</translation>
    </message>
    <message>
      <source>这一页可以上下翻着看。</source>
      <translation>This page has a lower and an upper part.</translation>
    </message>
  </context>
  <context>
    <name>MediationPage</name>
    <message>
      <source>家里有人动手</source>
      <translation>Violence at home</translation>
    </message>
    <message>
      <source>小纠纷，找人调解</source>
      <translation>Settling a small quarrel</translation>
    </message>
    <message>
      <source>看调解员在哪</source>
      <translation>Find mediators</translation>
    </message>
    <message>
      <source>邻里口角、漏水、小额欠款，可以请调解员帮着说和。</source>
      <translation>Neighbours, a leak, a small debt: a mediator can help you agree.</translation>
    </message>
  </context>
  <context>
    <name>MySlipPage</name>
    <message>
      <source>我的凭条</source>
      <translation>My slip</translation>
    </message>
    <message>
      <source>手机扫凭条上的码，也能看到。急的话，打 12348。</source>
      <translation>Your phone shows it, too: scan the slip. If urgent, call 12348.</translation>
    </message>
    <message>
      <source>查一查</source>
      <translation>Look it up</translation>
    </message>
    <message>
      <source>没连上网，现在查不了</source>
      <translation>No network: it cannot be looked up now</translation>
    </message>
    <message>
      <source>看刚才约的</source>
      <translation>The one I just made</translation>
    </message>
    <message>
      <source>要等连上网才能查</source>
      <translation>This needs the network</translation>
    </message>
    <message>
      <source>请按凭条上的取件号，八位数</source>
      <translation>Type the pick-up number of your slip: eight digits</translation>
    </message>
  </context>
  <context>
    <name>NavBar</name>
    <message>
      <source>已经清掉了</source>
      <translation>Already erased</translation>
    </message>
    <message>
      <source>求助</source>
      <translation>Help</translation>
    </message>
    <message>
      <source>结束并清除</source>
      <translation>End &amp; erase</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>首页</source>
      <translation>Home</translation>
    </message>
  </context>
  <context>
    <name>NavRail</name>
    <message>
      <source>已经清掉了</source>
      <translation>Already erased</translation>
    </message>
    <message>
      <source>求助</source>
      <translation>Help</translation>
    </message>
    <message>
      <source>结束并清除</source>
      <translation>End &amp; erase</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>首页</source>
      <translation>Home</translation>
    </message>
  </context>
  <context>
    <name>NeedPage</name>
    <message>
      <source>去哪里</source>
      <translation>Where to go</translation>
    </message>
    <message>
      <source>懂这类事的律师 %1 位</source>
      <translation>%1 lawyers who know this</translation>
    </message>
    <message>
      <source>打 %1</source>
      <translation>Ring %1</translation>
    </message>
    <message>
      <source>看指南</source>
      <translation>Guides</translation>
    </message>
    <message>
      <source>这一条已经收回了，看看别的。</source>
      <translation>This has been withdrawn. Please look at another.</translation>
    </message>
  </context>
  <context>
    <name>NewsPage</name>
    <message>
      <source>法律资讯</source>
      <translation>Legal news</translation>
    </message>
    <message>
      <source>资讯还没送到这台机器。先问律师也可以。</source>
      <translation>The news has not arrived yet. You can ask a lawyer.</translation>
    </message>
  </context>
  <context>
    <name>NightStrip</name>
    <message>
      <source>110 报警</source>
      <translation>110</translation>
    </message>
    <message>
      <source>12348 法律热线</source>
      <translation>12348 Law</translation>
    </message>
    <message>
      <source>快速隐藏</source>
      <translation>Hide</translation>
    </message>
  </context>
  <context>
    <name>NoticePlate</name>
    <message>
      <source>下一条</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>知道了</source>
      <translation>Got it</translation>
    </message>
    <message>
      <source>紧急通知</source>
      <translation>Emergency notice</translation>
    </message>
    <message>
      <source>通知</source>
      <translation>Notice</translation>
    </message>
    <message>
      <source>（示例）</source>
      <translation> (sample)</translation>
    </message>
  </context>
  <context>
    <name>NumberPad</name>
    <message>
      <source>号码齐了</source>
      <translation>Complete</translation>
    </message>
    <message>
      <source>还没有按数字</source>
      <translation>No digits yet</translation>
    </message>
    <message>
      <source>退一位</source>
      <translation>Back</translation>
    </message>
  </context>
  <context>
    <name>NumberPage</name>
    <message>
      <source>对方问起，就说您在</source>
      <translation>If they ask, say you are at</translation>
    </message>
    <message>
      <source>打这个电话</source>
      <translation>Call this number</translation>
    </message>
    <message>
      <source>记下了</source>
      <translation>Got it</translation>
    </message>
    <message>
      <source>这个地方不在名单里了。</source>
      <translation>This place is no longer listed.</translation>
    </message>
  </context>
  <context>
    <name>Pager</name>
    <message>
      <source>上一条</source>
      <translation>Previous</translation>
    </message>
    <message>
      <source>上一段</source>
      <translation>Previous</translation>
    </message>
    <message>
      <source>上一页</source>
      <translation>Previous</translation>
    </message>
    <message>
      <source>下一条</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>下一段</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>下一页</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>第 %1 段 / 共 %2 段</source>
      <translation>Part %1 of %2</translation>
    </message>
    <message>
      <source>第 %1 页 / 共 %2 页</source>
      <translation>Page %1 of %2</translation>
    </message>
    <message>
      <source>这是最前面了</source>
      <translation>This is the first one</translation>
    </message>
    <message>
      <source>这是最后了</source>
      <translation>This is the last one</translation>
    </message>
  </context>
  <context>
    <name>PrintButton</name>
    <message>
      <source>再印一张</source>
      <translation>Print again</translation>
    </message>
    <message>
      <source>印不了，请扫码</source>
      <translation>Scan it instead</translation>
    </message>
    <message>
      <source>打印带走</source>
      <translation>Print it</translation>
    </message>
    <message>
      <source>正在打印</source>
      <translation>Printing</translation>
    </message>
    <message>
      <source>没纸了。用手机扫一扫，也能带走</source>
      <translation>Out of paper. Scan it with your phone instead</translation>
    </message>
    <message>
      <source>没纸了，请扫码</source>
      <translation>No paper, scan it</translation>
    </message>
    <message>
      <source>这会儿印不了。用手机扫一扫，也能带走</source>
      <translation>It cannot be printed now. Scan it with your phone instead</translation>
    </message>
  </context>
  <context>
    <name>Python</name>
    <message>
      <source>1 月</source>
      <translation>Jan</translation>
    </message>
    <message>
      <source>10 月</source>
      <translation>Oct</translation>
    </message>
    <message>
      <source>11 月</source>
      <translation>Nov</translation>
    </message>
    <message>
      <source>110 和 12348 的号码，在最下面</source>
      <translation>The numbers 110 and 12348, at the bottom</translation>
    </message>
    <message>
      <source>12 月</source>
      <translation>Dec</translation>
    </message>
    <message>
      <source>12348 法律热线</source>
      <translation>12348 Law</translation>
    </message>
    <message>
      <source>2 月</source>
      <translation>Feb</translation>
    </message>
    <message>
      <source>3 月</source>
      <translation>Mar</translation>
    </message>
    <message>
      <source>4 月</source>
      <translation>Apr</translation>
    </message>
    <message>
      <source>5 月</source>
      <translation>May</translation>
    </message>
    <message>
      <source>6 月</source>
      <translation>Jun</translation>
    </message>
    <message>
      <source>7 月</source>
      <translation>Jul</translation>
    </message>
    <message>
      <source>8 月</source>
      <translation>Aug</translation>
    </message>
    <message>
      <source>9 月</source>
      <translation>Sep</translation>
    </message>
    <message>
      <source>{day} {time} 前有效。</source>
      <translation>Valid until {day} {time}.</translation>
    </message>
    <message>
      <source>{day} 起施行</source>
      <translation>In force from {day}</translation>
    </message>
    <message>
      <source>{day}起施行</source>
      <translation>In force since {day}</translation>
    </message>
    <message>
      <source>{first}到{last}</source>
      <translation>{first} to {last}</translation>
    </message>
    <message>
      <source>{law}第 {articles} 条</source>
      <translation>{law} Article {articles}</translation>
    </message>
    <message>
      <source>{month} {day} 日</source>
      <translation>{day} {month}</translation>
    </message>
    <message>
      <source>{m} 分 {s} 秒</source>
      <translation>{m} min {s} s</translation>
    </message>
    <message>
      <source>{name}律师{mark}</source>
      <translation>{name}, lawyer {mark}</translation>
    </message>
    <message>
      <source>{name}，写字的地方</source>
      <translation>{name}, text field</translation>
    </message>
    <message>
      <source>{n} 位</source>
      <translation>{n}</translation>
    </message>
    <message>
      <source>{n} 公里</source>
      <translation>{n} km</translation>
    </message>
    <message>
      <source>{n} 分钟</source>
      <translation>{n} min</translation>
    </message>
    <message>
      <source>{n} 处</source>
      <translation>Listed: {n}</translation>
    </message>
    <message>
      <source>{n} 秒后自己回到首页</source>
      <translation>Home in {n} s</translation>
    </message>
    <message>
      <source>{n} 米</source>
      <translation>{n} m</translation>
    </message>
    <message>
      <source>{place}公共法律服务</source>
      <translation>{place} Legal Service</translation>
    </message>
    <message>
      <source>{s} 秒</source>
      <translation>{s} s</translation>
    </message>
    <message>
      <source>{tier} {name}</source>
      <translation>{name}</translation>
    </message>
    <message>
      <source>{time} 清除</source>
      <translation>erased at {time}</translation>
    </message>
    <message>
      <source>{when} 开门</source>
      <translation>opens {when}</translation>
    </message>
    <message>
      <source>{why}。</source>
      <translation>{why}.</translation>
    </message>
    <message>
      <source>{why}，原来的时间还给您留着。</source>
      <translation>{why}. Your old time is still yours.</translation>
    </message>
    <message>
      <source>{year} 年 {month} {day} 日</source>
      <translation>{day} {month} {year}</translation>
    </message>
    <message>
      <source>、</source>
      <translation>, </translation>
    </message>
    <message>
      <source>《{law}》</source>
      <translation>{law}</translation>
    </message>
    <message>
      <source>《{law}》第 {articles} 条</source>
      <translation>{law}, art. {articles}</translation>
    </message>
    <message>
      <source>一次最多约 {count} 个，先取消一个再约</source>
      <translation>You can hold {count} appointments at a time; please cancel one first</translation>
    </message>
    <message>
      <source>下{day}</source>
      <translation>Next {day}</translation>
    </message>
    <message>
      <source>下一步，留电话</source>
      <translation>Next: your phone</translation>
    </message>
    <message>
      <source>下次值班：{when}</source>
      <translation>Next on duty: {when}</translation>
    </message>
    <message>
      <source>不是您的问题。
过一会儿再打，或留号码等电话。</source>
      <translation>It is not your fault.
Call again in a while, or leave a number.</translation>
    </message>
    <message>
      <source>不是我，结束它</source>
      <translation>Not mine, end it</translation>
    </message>
    <message>
      <source>不用等</source>
      <translation>No wait</translation>
    </message>
    <message>
      <source>不限语言</source>
      <translation>Any</translation>
    </message>
    <message>
      <source>中午 {start} 到 {end} 休息</source>
      <translation>closed {start} to {end}</translation>
    </message>
    <message>
      <source>中午不休息</source>
      <translation>open at noon</translation>
    </message>
    <message>
      <source>为了保护大家的凭条，请过一小时再试，或请工作人员帮您。</source>
      <translation>To protect everybody's slips, try again in an hour, or ask the staff.</translation>
    </message>
    <message>
      <source>买东西、退款、假货</source>
      <translation>Shopping, refunds, fakes</translation>
    </message>
    <message>
      <source>交通</source>
      <translation>Traffic</translation>
    </message>
    <message>
      <source>人民调解</source>
      <translation>Mediation</translation>
    </message>
    <message>
      <source>人民调解不收钱。</source>
      <translation>Mediators take no money.</translation>
    </message>
    <message>
      <source>人身安全</source>
      <translation>Safety</translation>
    </message>
    <message>
      <source>今天</source>
      <translation>today</translation>
    </message>
    <message>
      <source>今天 {n} 条</source>
      <translation>{n} today</translation>
    </message>
    <message>
      <source>今天不开门</source>
      <translation>Closed today</translation>
    </message>
    <message>
      <source>今天更新 {n} 条</source>
      <translation>{n} new today</translation>
    </message>
    <message>
      <source>会有人打给您</source>
      <translation>Somebody will call you</translation>
    </message>
    <message>
      <source>依据的法律有变化，用之前先问律师。</source>
      <translation>Law changed: ask a lawyer first.</translation>
    </message>
    <message>
      <source>依据：{laws}</source>
      <translation>Based on: {laws}</translation>
    </message>
    <message>
      <source>值得去问一问</source>
      <translation>Worth asking</translation>
    </message>
    <message>
      <source>值班到 {time}</source>
      <translation>On duty until {time}</translation>
    </message>
    <message>
      <source>先保平安，打 110。</source>
      <translation>Safety first: ring 110.</translation>
    </message>
    <message>
      <source>先打电话问</source>
      <translation>Phone first</translation>
    </message>
    <message>
      <source>先替您记下了</source>
      <translation>We have noted it</translation>
    </message>
    <message>
      <source>先选一个时间</source>
      <translation>Choose a time first</translation>
    </message>
    <message>
      <source>先问清去哪一家</source>
      <translation>Ask first which one is right</translation>
    </message>
    <message>
      <source>全区</source>
      <translation>Whole district</translation>
    </message>
    <message>
      <source>全天</source>
      <translation>all day</translation>
    </message>
    <message>
      <source>全天都有人</source>
      <translation>Day and night</translation>
    </message>
    <message>
      <source>全文</source>
      <translation>Whole text</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>公共法律服务</source>
      <translation>Public Legal Service</translation>
    </message>
    <message>
      <source>公证处</source>
      <translation>Notary</translation>
    </message>
    <message>
      <source>共 {n} 条</source>
      <translation>{n} articles</translation>
    </message>
    <message>
      <source>共 {n} 样可以选。</source>
      <translation>{n} things to choose from.</translation>
    </message>
    <message>
      <source>共 {n} 样，按下一个。</source>
      <translation>{n} things here. Press next.</translation>
    </message>
    <message>
      <source>共 {n} 篇</source>
      <translation>{n} in all</translation>
    </message>
    <message>
      <source>关掉语音操作</source>
      <translation>Turn off spoken mode</translation>
    </message>
    <message>
      <source>养老</source>
      <translation>Elderly</translation>
    </message>
    <message>
      <source>内容可能已变</source>
      <translation>May have changed</translation>
    </message>
    <message>
      <source>内容可能已变 {day}</source>
      <translation>May have changed {day}</translation>
    </message>
    <message>
      <source>再叫一次</source>
      <translation>Ring again</translation>
    </message>
    <message>
      <source>再打一次</source>
      <translation>Call again</translation>
    </message>
    <message>
      <source>再看一次</source>
      <translation>Watch again</translation>
    </message>
    <message>
      <source>再试一次</source>
      <translation>Try again</translation>
    </message>
    <message>
      <source>刚才停电了，律师还在等您。
要是您刚才在和律师说话，可以接着谈。</source>
      <translation>The power was out; the lawyer is still there.
If it was you who was talking, you can go on.</translation>
    </message>
    <message>
      <source>刚才的通话还在</source>
      <translation>The call is still there</translation>
    </message>
    <message>
      <source>到 {time}</source>
      <translation>until {time}</translation>
    </message>
    <message>
      <source>前面还有</source>
      <translation>Ahead of you</translation>
    </message>
    <message>
      <source>前面还有 {n} 位</source>
      <translation>{n} ahead of you</translation>
    </message>
    <message>
      <source>前面还有 {n} 位，大约等 {minutes} 分钟</source>
      <translation>{n} ahead of you, about {minutes} min</translation>
    </message>
    <message>
      <source>劳动</source>
      <translation>Work</translation>
    </message>
    <message>
      <source>劳动仲裁</source>
      <translation>Labour arbitration</translation>
    </message>
    <message>
      <source>劳动监察</source>
      <translation>Labour inspection</translation>
    </message>
    <message>
      <source>劳动社保</source>
      <translation>Labour line</translation>
    </message>
    <message>
      <source>区中心律师</source>
      <translation>District lawyer</translation>
    </message>
    <message>
      <source>区公共法律服务中心</source>
      <translation>District legal service centre</translation>
    </message>
    <message>
      <source>原来约的：{when}</source>
      <translation>So far: {when}</translation>
    </message>
    <message>
      <source>去{place}</source>
      <translation>Go to {place}</translation>
    </message>
    <message>
      <source>去之前先打电话问</source>
      <translation>Phone before you go</translation>
    </message>
    <message>
      <source>去当地的，不是本区的</source>
      <translation>Go to the one there, not to this district's</translation>
    </message>
    <message>
      <source>去本区的法律援助中心</source>
      <translation>Go to this district's legal-aid centre</translation>
    </message>
    <message>
      <source>双方自愿才做</source>
      <translation>Only if both agree</translation>
    </message>
    <message>
      <source>双方都愿意才做</source>
      <translation>Only if both sides agree</translation>
    </message>
    <message>
      <source>取件号</source>
      <translation>Pick-up number</translation>
    </message>
    <message>
      <source>取件号过了时间，请再输一次</source>
      <translation>The pick-up number has run out: please type it again</translation>
    </message>
    <message>
      <source>只用声音打</source>
      <translation>Call by voice only</translation>
    </message>
    <message>
      <source>只用声音，不开摄像头</source>
      <translation>Voice only, the camera stays off</translation>
    </message>
    <message>
      <source>叫工作人员过来</source>
      <translation>Ring for the staff</translation>
    </message>
    <message>
      <source>可以写字了</source>
      <translation>You can type now</translation>
    </message>
    <message>
      <source>可以打 12348 法律热线。</source>
      <translation>You can call the 12348 legal hotline.</translation>
    </message>
    <message>
      <source>可以看指南，或打热线</source>
      <translation>Read the guides, or call</translation>
    </message>
    <message>
      <source>可以等，接待完就轮到您</source>
      <translation>You can wait: you are next</translation>
    </message>
    <message>
      <source>可以约时间，或留号码等电话。
急的话，打 12348。</source>
      <translation>Book a time, or leave a number.
If urgent, call 12348.</translation>
    </message>
    <message>
      <source>可以选</source>
      <translation>can be chosen</translation>
    </message>
    <message>
      <source>号码齐了</source>
      <translation>Complete</translation>
    </message>
    <message>
      <source>司法所</source>
      <translation>Judicial office</translation>
    </message>
    <message>
      <source>合同、借条都行，早到 10 分钟</source>
      <translation>Contracts, IOUs. Come 10 minutes early</translation>
    </message>
    <message>
      <source>听得到您</source>
      <translation>You can be heard</translation>
    </message>
    <message>
      <source>周一</source>
      <translation>Mon</translation>
    </message>
    <message>
      <source>周三</source>
      <translation>Wed</translation>
    </message>
    <message>
      <source>周二</source>
      <translation>Tue</translation>
    </message>
    <message>
      <source>周五</source>
      <translation>Fri</translation>
    </message>
    <message>
      <source>周六</source>
      <translation>Sat</translation>
    </message>
    <message>
      <source>周四</source>
      <translation>Thu</translation>
    </message>
    <message>
      <source>周日</source>
      <translation>Sun</translation>
    </message>
    <message>
      <source>和{name}律师{mark}的通话结束了</source>
      <translation>Your call with {name}{mark} is over</translation>
    </message>
    <message>
      <source>喇叭没接好，请按求助</source>
      <translation>The loudspeaker is not connected. Please press Help</translation>
    </message>
    <message>
      <source>回电凭条</source>
      <translation>Call-back slip</translation>
    </message>
    <message>
      <source>回首页</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>在{place}</source>
      <translation>At {place}</translation>
    </message>
    <message>
      <source>在本社区，可当面问</source>
      <translation>Here now: ask in person</translation>
    </message>
    <message>
      <source>地址电话路线</source>
      <translation>Address, phone</translation>
    </message>
    <message>
      <source>声音大一点</source>
      <translation>Louder</translation>
    </message>
    <message>
      <source>声音小一点</source>
      <translation>Softer</translation>
    </message>
    <message>
      <source>声音马上就来</source>
      <translation>The sound is about to come</translation>
    </message>
    <message>
      <source>大约等</source>
      <translation>About</translation>
    </message>
    <message>
      <source>大约等 {n} 分钟</source>
      <translation>about {n} min</translation>
    </message>
    <message>
      <source>天冷，出门多穿一件。路面可能结冰，慢慢走。</source>
      <translation>Cold: dress warmly. Roads may be icy, walk slowly.</translation>
    </message>
    <message>
      <source>天热，多喝水。中午少晒，出门带伞。</source>
      <translation>Hot: drink water, avoid the noon sun.</translation>
    </message>
    <message>
      <source>好的，不等了</source>
      <translation>All right, no more waiting</translation>
    </message>
    <message>
      <source>好的，不约了</source>
      <translation>Very well, cancelled</translation>
    </message>
    <message>
      <source>妇女维权</source>
      <translation>Women's rights</translation>
    </message>
    <message>
      <source>妇联</source>
      <translation>Women's Federation</translation>
    </message>
    <message>
      <source>婚姻家庭</source>
      <translation>Family</translation>
    </message>
    <message>
      <source>字号、颜色和语言</source>
      <translation>Size, colour, language</translation>
    </message>
    <message>
      <source>家暴、婚姻、孩子</source>
      <translation>Violence, marriage, children</translation>
    </message>
    <message>
      <source>家里有人动手，不调解</source>
      <translation>Not for violence at home</translation>
    </message>
    <message>
      <source>小纠纷调解</source>
      <translation>Mediation</translation>
    </message>
    <message>
      <source>尚未施行</source>
      <translation>Not in force yet</translation>
    </message>
    <message>
      <source>就在这里</source>
      <translation>Right here</translation>
    </message>
    <message>
      <source>尾号 {digits} 的电话</source>
      <translation>At the number ending in {digits}</translation>
    </message>
    <message>
      <source>屏幕右下角是下一个，左下角是上一个，中间是选它。</source>
      <translation>The lower right corner of the screen is next, the lower left is back, and between them is choose.</translation>
    </message>
    <message>
      <source>工伤</source>
      <translation>Injury</translation>
    </message>
    <message>
      <source>工作人员说办好了</source>
      <translation>The staff say it is done</translation>
    </message>
    <message>
      <source>工作人员那边响铃了</source>
      <translation>It is ringing at the staff's</translation>
    </message>
    <message>
      <source>工作人员马上过来</source>
      <translation>Somebody is coming</translation>
    </message>
    <message>
      <source>工资、社保、工伤</source>
      <translation>Wages, insurance, injury</translation>
    </message>
    <message>
      <source>工钱和工作</source>
      <translation>Pay, work</translation>
    </message>
    <message>
      <source>已从这台机器删除</source>
      <translation>Deleted from this machine</translation>
    </message>
    <message>
      <source>已删除，输入法也没有记住</source>
      <translation>Deleted; the keyboard remembers none of it</translation>
    </message>
    <message>
      <source>已废止</source>
      <translation>Repealed</translation>
    </message>
    <message>
      <source>已废止 {day}</source>
      <translation>Repealed {day}</translation>
    </message>
    <message>
      <source>已断开，这台机器没有保存</source>
      <translation>Ended, nothing was kept</translation>
    </message>
    <message>
      <source>已经回过您的电话了。还有事，可以再找律师。</source>
      <translation>You have been called. If there is more, talk to a lawyer.</translation>
    </message>
    <message>
      <source>已经在最前面了</source>
      <translation>This is already the first page</translation>
    </message>
    <message>
      <source>已经结束</source>
      <translation>Over</translation>
    </message>
    <message>
      <source>已静音，律师听不到您</source>
      <translation>You are muted</translation>
    </message>
    <message>
      <source>带上身份证和有关材料</source>
      <translation>Bring your ID card and papers</translation>
    </message>
    <message>
      <source>带上这些</source>
      <translation>Bring these</translation>
    </message>
    <message>
      <source>常用热线</source>
      <translation>Hotlines</translation>
    </message>
    <message>
      <source>常见问题</source>
      <translation>Questions</translation>
    </message>
    <message>
      <source>座机先按区号，如 0551</source>
      <translation>Landline: area code first</translation>
    </message>
    <message>
      <source>开头</source>
      <translation>Beginning</translation>
    </message>
    <message>
      <source>开门时间没有登记</source>
      <translation>Opening hours unknown</translation>
    </message>
    <message>
      <source>当面问</source>
      <translation>In person</translation>
    </message>
    <message>
      <source>往东</source>
      <translation>East</translation>
    </message>
    <message>
      <source>往东北</source>
      <translation>North-east</translation>
    </message>
    <message>
      <source>往东南</source>
      <translation>South-east</translation>
    </message>
    <message>
      <source>往北</source>
      <translation>North</translation>
    </message>
    <message>
      <source>往南</source>
      <translation>South</translation>
    </message>
    <message>
      <source>往西</source>
      <translation>West</translation>
    </message>
    <message>
      <source>往西北</source>
      <translation>North-west</translation>
    </message>
    <message>
      <source>往西南</source>
      <translation>South-west</translation>
    </message>
    <message>
      <source>很可能可以申请</source>
      <translation>You can probably apply</translation>
    </message>
    <message>
      <source>律师</source>
      <translation>Lawyers</translation>
    </message>
    <message>
      <source>律师事务所</source>
      <translation>Law firms</translation>
    </message>
    <message>
      <source>律师可能离开了一会儿。
再打一次，或留号码等电话。</source>
      <translation>The lawyer may be away for a moment.
Call again, or leave a number.</translation>
    </message>
    <message>
      <source>律师听不到您说话，不是您的问题。请工作人员来看看。</source>
      <translation>The lawyer cannot hear you. It is not your fault. Please call the staff.</translation>
    </message>
    <message>
      <source>律师听得到您说话</source>
      <translation>The lawyer hears you</translation>
    </message>
    <message>
      <source>律师正接待前一位</source>
      <translation>The lawyer is busy</translation>
    </message>
    <message>
      <source>律师没开画面，能听见声音</source>
      <translation>The lawyer's camera is off, you can hear each other</translation>
    </message>
    <message>
      <source>律师现在不在</source>
      <translation>No lawyer right now</translation>
    </message>
    <message>
      <source>律师现在走不开</source>
      <translation>The lawyer cannot come just now</translation>
    </message>
    <message>
      <source>律师看不到您。不是您的问题，照样可以问。</source>
      <translation>The lawyer cannot see you. It is not your fault, and you can ask all the same.</translation>
    </message>
    <message>
      <source>律师这个时间不值班了</source>
      <translation>The lawyer is not on duty then any more</translation>
    </message>
    <message>
      <source>律师那边不响了。
想打的时候，随时再打。</source>
      <translation>It no longer rings.
Call again whenever you like.</translation>
    </message>
    <message>
      <source>律师那边断线了。我们再打一次。</source>
      <translation>The lawyer's line dropped. Let us call again.</translation>
    </message>
    <message>
      <source>律师那边断线了，正在等他接回来</source>
      <translation>The lawyer’s line is down; waiting for it</translation>
    </message>
    <message>
      <source>急的话，先打 12348</source>
      <translation>If it is urgent, call 12348</translation>
    </message>
    <message>
      <source>您写过、打过的字</source>
      <translation>What you wrote and typed</translation>
    </message>
    <message>
      <source>您的电话已经收到，会有人打给您。请留意来电。</source>
      <translation>We have your number and will call you. Please watch your phone.</translation>
    </message>
    <message>
      <source>您看得到律师</source>
      <translation>You see the lawyer</translation>
    </message>
    <message>
      <source>您看过、选过的内容</source>
      <translation>What you viewed</translation>
    </message>
    <message>
      <source>您等了 {time}</source>
      <translation>You have waited {time}</translation>
    </message>
    <message>
      <source>您遇到了什么事？</source>
      <translation>What has happened?</translation>
    </message>
    <message>
      <source>懂：{topics}</source>
      <translation>Knows: {topics}</translation>
    </message>
    <message>
      <source>我们再打一次。</source>
      <translation>Let us call again.</translation>
    </message>
    <message>
      <source>我们再打一次。
画面不行，也可以只用声音。</source>
      <translation>Let us call again.
Voice only works too.</translation>
    </message>
    <message>
      <source>我的凭条</source>
      <translation>My slip</translation>
    </message>
    <message>
      <source>戴上耳机，或靠近一点轻声说</source>
      <translation>Use the headset, or come nearer</translation>
    </message>
    <message>
      <source>房屋</source>
      <translation>Housing</translation>
    </message>
    <message>
      <source>手指按住屏幕上面的角两秒，就关掉。</source>
      <translation>Hold a finger on an upper corner for two seconds to turn it off.</translation>
    </message>
    <message>
      <source>手机、座机都行</source>
      <translation>Mobile or landline</translation>
    </message>
    <message>
      <source>手机扫一扫带走。</source>
      <translation>Scan it with your phone.</translation>
    </message>
    <message>
      <source>手机扫一扫带走。30 天后自动删除。</source>
      <translation>Scan to take it along. Deleted after 30 days.</translation>
    </message>
    <message>
      <source>手机扫一扫，看全部材料。您的回答不在里面。</source>
      <translation>Scan for the full list. Your answers are not in it.</translation>
    </message>
    <message>
      <source>手语</source>
      <translation>sign language</translation>
    </message>
    <message>
      <source>打 12348，问清去哪一家</source>
      <translation>Ring 12348 and ask where to go</translation>
    </message>
    <message>
      <source>打官司</source>
      <translation>Court</translation>
    </message>
    <message>
      <source>打官司、合同、家里的事，都可以问</source>
      <translation>Court, contracts, family: ask anything</translation>
    </message>
    <message>
      <source>找到 {n} 条</source>
      <translation>{n} found</translation>
    </message>
    <message>
      <source>找服务机构</source>
      <translation>Find a place</translation>
    </message>
    <message>
      <source>找谁帮忙？</source>
      <translation>Who can help?</translation>
    </message>
    <message>
      <source>找部门、投诉、查办事</source>
      <translation>City offices, complaints</translation>
    </message>
    <message>
      <source>报警</source>
      <translation>Police</translation>
    </message>
    <message>
      <source>拿您的凭条</source>
      <translation>Take your slip</translation>
    </message>
    <message>
      <source>指南</source>
      <translation>Guides</translation>
    </message>
    <message>
      <source>按一下，听两声</source>
      <translation>Press, and hear two notes</translation>
    </message>
    <message>
      <source>按钮</source>
      <translation>button</translation>
    </message>
    <message>
      <source>挑个时间</source>
      <translation>With a lawyer</translation>
    </message>
    <message>
      <source>换一位律师，正在响铃</source>
      <translation>Another lawyer, ringing</translation>
    </message>
    <message>
      <source>接着打</source>
      <translation>Call all the same</translation>
    </message>
    <message>
      <source>接着谈</source>
      <translation>Go on</translation>
    </message>
    <message>
      <source>摄像头和话筒开着，不传出去</source>
      <translation>Camera and microphone are on, nothing is sent</translation>
    </message>
    <message>
      <source>摄像头开着，画面不传出去</source>
      <translation>The camera is on, no picture is sent</translation>
    </message>
    <message>
      <source>摄像头没接好</source>
      <translation>The camera is not connected</translation>
    </message>
    <message>
      <source>摄像头没接好，只用声音也能说</source>
      <translation>The camera is not connected. You can talk by voice</translation>
    </message>
    <message>
      <source>摄像头没接好，律师看不到您，能听到您</source>
      <translation>No camera, you can still talk</translation>
    </message>
    <message>
      <source>撞车受伤</source>
      <translation>Traffic</translation>
    </message>
    <message>
      <source>收到了，会打给家人</source>
      <translation>We have it; they will be called</translation>
    </message>
    <message>
      <source>收到了，会打给您</source>
      <translation>Received: we will call you</translation>
    </message>
    <message>
      <source>改个时间</source>
      <translation>Another time</translation>
    </message>
    <message>
      <source>改到这个时间</source>
      <translation>Move it to this time</translation>
    </message>
    <message>
      <source>改好了</source>
      <translation>Changed</translation>
    </message>
    <message>
      <source>放完了</source>
      <translation>That was all</translation>
    </message>
    <message>
      <source>政务热线</source>
      <translation>City line</translation>
    </message>
    <message>
      <source>新政策、新提醒</source>
      <translation>Policies, tips</translation>
    </message>
    <message>
      <source>早晚凉，带件外衣。看看天，要不要带伞。</source>
      <translation>Cool mornings and evenings: take a coat.</translation>
    </message>
    <message>
      <source>明天</source>
      <translation>tomorrow</translation>
    </message>
    <message>
      <source>普通话</source>
      <translation>Mandarin</translation>
    </message>
    <message>
      <source>暂时连不上</source>
      <translation>No line now</translation>
    </message>
    <message>
      <source>更多</source>
      <translation>More</translation>
    </message>
    <message>
      <source>最合适的 {n} 条</source>
      <translation>The best {n}</translation>
    </message>
    <message>
      <source>最早 {when}</source>
      <translation>First: {when}</translation>
    </message>
    <message>
      <source>有危险，马上打</source>
      <translation>In danger? Call now</translation>
    </message>
    <message>
      <source>有危险，马上打 110</source>
      <translation>In danger? Call 110 now</translation>
    </message>
    <message>
      <source>本{day}</source>
      <translation>This {day}</translation>
    </message>
    <message>
      <source>本周法治日</source>
      <translation>Law day this week</translation>
    </message>
    <message>
      <source>本周第 {n} 场，共 {count} 场</source>
      <translation>{n} of {count} this week</translation>
    </message>
    <message>
      <source>本地话</source>
      <translation>local dialect</translation>
    </message>
    <message>
      <source>本街道的，可以代转申请</source>
      <translation>In this subdistrict; passes applications on</translation>
    </message>
    <message>
      <source>机器正在换新的版本，过几分钟就好。</source>
      <translation>This machine is getting a new version. It takes a few minutes.</translation>
    </message>
    <message>
      <source>机构</source>
      <translation>Place</translation>
    </message>
    <message>
      <source>来源：{source}</source>
      <translation>Source: {source}</translation>
    </message>
    <message>
      <source>查法律指南</source>
      <translation>Legal guides</translation>
    </message>
    <message>
      <source>核对日期：{day}</source>
      <translation>Checked on: {day}</translation>
    </message>
    <message>
      <source>欠债</source>
      <translation>Debt</translation>
    </message>
    <message>
      <source>欠钱借钱</source>
      <translation>Debts</translation>
    </message>
    <message>
      <source>正在叫工作人员</source>
      <translation>Calling the staff</translation>
    </message>
    <message>
      <source>正在响铃</source>
      <translation>Ringing</translation>
    </message>
    <message>
      <source>正在打开摄像头和话筒</source>
      <translation>Camera and microphone are starting</translation>
    </message>
    <message>
      <source>正在打开，请稍等</source>
      <translation>Opening, one moment</translation>
    </message>
    <message>
      <source>正在找律师</source>
      <translation>Looking for a lawyer</translation>
    </message>
    <message>
      <source>正在接通{name}律师</source>
      <translation>Calling {name}</translation>
    </message>
    <message>
      <source>正在接通，不等了才能离开</source>
      <translation>Connecting: tap Stop waiting to leave</translation>
    </message>
    <message>
      <source>正在更新</source>
      <translation>Being updated</translation>
    </message>
    <message>
      <source>正在替您改</source>
      <translation>Changing it</translation>
    </message>
    <message>
      <source>正在替您约</source>
      <translation>Booking it</translation>
    </message>
    <message>
      <source>正在进行，到 {time}</source>
      <translation>On now, until {time}</translation>
    </message>
    <message>
      <source>正在连接</source>
      <translation>Connecting</translation>
    </message>
    <message>
      <source>正在连接，请稍等</source>
      <translation>Connecting, please wait</translation>
    </message>
    <message>
      <source>正在通话，先挂断才能离开</source>
      <translation>In a call: hang up first</translation>
    </message>
    <message>
      <source>正接待前一位</source>
      <translation>Busy now</translation>
    </message>
    <message>
      <source>正文是中文。</source>
      <translation>The text is in Chinese.</translation>
    </message>
    <message>
      <source>没听见，请对着话筒说话</source>
      <translation>Nothing heard. Please speak towards the microphone</translation>
    </message>
    <message>
      <source>没找到。换个说法，或直接问律师。</source>
      <translation>Nothing was found. Try other words, or ask a lawyer.</translation>
    </message>
    <message>
      <source>没找到这个号</source>
      <translation>No slip has this number</translation>
    </message>
    <message>
      <source>没有接，已经往下转</source>
      <translation>No answer, passed on</translation>
    </message>
    <message>
      <source>没有留成，不是您的问题</source>
      <translation>Not received; it is not your fault</translation>
    </message>
    <message>
      <source>没有记上，不是您的问题。再点一次好了。</source>
      <translation>It was not saved. It is not your fault: please touch it once more.</translation>
    </message>
    <message>
      <source>没查成，不是您的问题</source>
      <translation>No answer; it is not your fault</translation>
    </message>
    <message>
      <source>没约上</source>
      <translation>Not booked</translation>
    </message>
    <message>
      <source>没网，先预约</source>
      <translation>Offline: book a time</translation>
    </message>
    <message>
      <source>没能取消</source>
      <translation>Not cancelled</translation>
    </message>
    <message>
      <source>没连上网</source>
      <translation>No network</translation>
    </message>
    <message>
      <source>没连上网，先打 12348。</source>
      <translation>No network. Call 12348 for now.</translation>
    </message>
    <message>
      <source>没连上网，先打热线</source>
      <translation>Offline, use hotline</translation>
    </message>
    <message>
      <source>没连上网，可以先留。连上网就送出去。</source>
      <translation>No network. Leave it now: it is sent once we are connected.</translation>
    </message>
    <message>
      <source>没连上网，可以先约。连上网后再替您确认。</source>
      <translation>No network. Book now: it is confirmed once we are connected.</translation>
    </message>
    <message>
      <source>法律咨询凭条</source>
      <translation>Legal advice slip</translation>
    </message>
    <message>
      <source>法律指南</source>
      <translation>Legal guides</translation>
    </message>
    <message>
      <source>法律援助</source>
      <translation>Legal aid</translation>
    </message>
    <message>
      <source>法律援助中心</source>
      <translation>Legal aid</translation>
    </message>
    <message>
      <source>法律援助凭条</source>
      <translation>Legal-aid slip</translation>
    </message>
    <message>
      <source>法律援助自测</source>
      <translation>Legal aid</translation>
    </message>
    <message>
      <source>法律服务中心</source>
      <translation>Legal service centre</translation>
    </message>
    <message>
      <source>法律条文</source>
      <translation>Statutes</translation>
    </message>
    <message>
      <source>法律热线</source>
      <translation>Legal line</translation>
    </message>
    <message>
      <source>法律资讯</source>
      <translation>Legal news</translation>
    </message>
    <message>
      <source>法治日活动</source>
      <translation>Events</translation>
    </message>
    <message>
      <source>法院</source>
      <translation>Courts</translation>
    </message>
    <message>
      <source>活动</source>
      <translation>Events</translation>
    </message>
    <message>
      <source>派出所</source>
      <translation>Police station</translation>
    </message>
    <message>
      <source>消费</source>
      <translation>Shopping</translation>
    </message>
    <message>
      <source>消费投诉</source>
      <translation>Consumer line</translation>
    </message>
    <message>
      <source>消费者协会</source>
      <translation>Consumers' council</translation>
    </message>
    <message>
      <source>现在不开门</source>
      <translation>Closed</translation>
    </message>
    <message>
      <source>现在不能用</source>
      <translation>not available now</translation>
    </message>
    <message>
      <source>现在关门了</source>
      <translation>Closed now</translation>
    </message>
    <message>
      <source>现在开门</source>
      <translation>Open now</translation>
    </message>
    <message>
      <source>现在放不出来，不是您的问题。过一会儿再试，也可以到现场去。</source>
      <translation>It cannot be shown now, which is not your fault. Try later, or go there.</translation>
    </message>
    <message>
      <source>现在有人在</source>
      <translation>Here now</translation>
    </message>
    <message>
      <source>现在没人值班</source>
      <translation>Off duty</translation>
    </message>
    <message>
      <source>现在没人值班，先打 12348。</source>
      <translation>Nobody is on duty. Call 12348 for now.</translation>
    </message>
    <message>
      <source>现在没开门</source>
      <translation>Not open yet</translation>
    </message>
    <message>
      <source>现在没有律师值班</source>
      <translation>No lawyer is on duty now</translation>
    </message>
    <message>
      <source>现在没连上网，原来的时间先留着。连上网就替您改。</source>
      <translation>No network now. Your old time stays until we are connected.</translation>
    </message>
    <message>
      <source>现在没连上网，还没确认。连上网就替您约，手机扫凭条能看到约没约上。</source>
      <translation>Not confirmed yet: no network. Scan the slip later to see.</translation>
    </message>
    <message>
      <source>现在没连上网，连上网就替您退掉。</source>
      <translation>No network now: it is given back once we are connected.</translation>
    </message>
    <message>
      <source>现在没连上网，连上网就送出去。</source>
      <translation>No network now: it is sent once we are connected.</translation>
    </message>
    <message>
      <source>现在由区公共法律服务中心接</source>
      <translation>Answered by the district centre</translation>
    </message>
    <message>
      <source>现在由街道司法所接</source>
      <translation>Answered by the street's office</translation>
    </message>
    <message>
      <source>现在读不出声，请看屏幕，或按求助。</source>
      <translation>There is no sound now. Please read the screen, or tap Help.</translation>
    </message>
    <message>
      <source>用家人的手机扫，他就能看到。30 天后自动删除。</source>
      <translation>Scan it with their phone, so that they see it. It is deleted after 30 days.</translation>
    </message>
    <message>
      <source>用手机打。{about}。</source>
      <translation>Call from a phone. {about}.</translation>
    </message>
    <message>
      <source>用手机打，全天，咨询免费。</source>
      <translation>Call from a phone, day and night. Advice is free.</translation>
    </message>
    <message>
      <source>用手机打，或请旁边的人帮您打。</source>
      <translation>Call from a phone, or ask somebody to.</translation>
    </message>
    <message>
      <source>电话断了，不是您的问题</source>
      <translation>The call dropped. It is not your fault</translation>
    </message>
    <message>
      <source>电话没接通，不是您的问题</source>
      <translation>The call did not go through. It is not your fault</translation>
    </message>
    <message>
      <source>画面已关，律师看不到您，能听到您</source>
      <translation>Camera off, you can still talk</translation>
    </message>
    <message>
      <source>画面马上就来</source>
      <translation>The picture is about to come</translation>
    </message>
    <message>
      <source>留个号码，请人打给您</source>
      <translation>Leave a number, be called</translation>
    </message>
    <message>
      <source>留号码，请人打给我</source>
      <translation>Have somebody call me</translation>
    </message>
    <message>
      <source>留家人的号码，请人打给他</source>
      <translation>Leave their number to be called</translation>
    </message>
    <message>
      <source>直线 {distance}</source>
      <translation>{distance} straight</translation>
    </message>
    <message>
      <source>看 12348 怎么打</source>
      <translation>How to call 12348</translation>
    </message>
    <message>
      <source>看完这一页，就变回平常的样子</source>
      <translation>Reset after this page</translation>
    </message>
    <message>
      <source>看录像</source>
      <translation>Watch the video</translation>
    </message>
    <message>
      <source>看指南、看法律、找地方</source>
      <translation>Guides, laws and places</translation>
    </message>
    <message>
      <source>看直播</source>
      <translation>Watch live</translation>
    </message>
    <message>
      <source>看看有什么</source>
      <translation>See what is on</translation>
    </message>
    <message>
      <source>看看有没有按错。过了一天的号就不能用了，手机扫凭条上的码，能要一个新号。</source>
      <translation>Please check it. A number holds for a day: scan the slip with your phone to get a new one.</translation>
    </message>
    <message>
      <source>看能不能申请</source>
      <translation>Could I apply?</translation>
    </message>
    <message>
      <source>看资料不受影响，也可以打热线</source>
      <translation>Reading still works</translation>
    </message>
    <message>
      <source>社区工作室</source>
      <translation>Community studio</translation>
    </message>
    <message>
      <source>社区律师</source>
      <translation>Community lawyer</translation>
    </message>
    <message>
      <source>租房买房</source>
      <translation>Housing</translation>
    </message>
    <message>
      <source>第 {number} 条</source>
      <translation>Article {number}</translation>
    </message>
    <message>
      <source>第 {number} 条之 {suffix}</source>
      <translation>Article {number}-{suffix}</translation>
    </message>
    <message>
      <source>第 {n} 步 / 共 2 步</source>
      <translation>Step {n} of 2</translation>
    </message>
    <message>
      <source>第 {n} 题，大约还有 {left} 题</source>
      <translation>Question {n}, about {left} more</translation>
    </message>
    <message>
      <source>第 {n} 题，最后一题</source>
      <translation>Question {n}, the last one</translation>
    </message>
    <message>
      <source>约 {n} 分钟读完</source>
      <translation>{n} min read</translation>
    </message>
    <message>
      <source>约个时间</source>
      <translation>Book a time</translation>
    </message>
    <message>
      <source>约个时间，当面问律师</source>
      <translation>Book a time with a lawyer</translation>
    </message>
    <message>
      <source>约好了</source>
      <translation>Booked</translation>
    </message>
    <message>
      <source>约律师</source>
      <translation>Book a time</translation>
    </message>
    <message>
      <source>继承</source>
      <translation>Wills</translation>
    </message>
    <message>
      <source>网络不稳，正在接回来</source>
      <translation>The line is weak, reconnecting</translation>
    </message>
    <message>
      <source>网络会自动接回来。急的话，打 12348 法律热线。</source>
      <translation>It reconnects by itself. If urgent, call 12348.</translation>
    </message>
    <message>
      <source>网络刚才断了，现在好了。我们再打一次。</source>
      <translation>The network was down and is back. Let us call again.</translation>
    </message>
    <message>
      <source>网络断了，正在自动接回来。
急的话，打 12348 法律热线。也可以先留号码。</source>
      <translation>The network is down and comes back by itself.
If urgent, call 12348. You may leave a number, too.</translation>
    </message>
    <message>
      <source>英语</source>
      <translation>English</translation>
    </message>
    <message>
      <source>街道</source>
      <translation>Street</translation>
    </message>
    <message>
      <source>街道司法所</source>
      <translation>Street judicial office</translation>
    </message>
    <message>
      <source>街道律师</source>
      <translation>Street lawyer</translation>
    </message>
    <message>
      <source>要人帮忙，按求助</source>
      <translation>For help, touch Help</translation>
    </message>
    <message>
      <source>视频咨询律师</source>
      <translation>Talk to a lawyer by video</translation>
    </message>
    <message>
      <source>评一评</source>
      <translation>Rate the call</translation>
    </message>
    <message>
      <source>话筒开着，声音不传出去</source>
      <translation>The microphone is on, no sound is sent</translation>
    </message>
    <message>
      <source>话筒没接好</source>
      <translation>The microphone is not connected</translation>
    </message>
    <message>
      <source>话筒没接好，律师听不到您，请按求助</source>
      <translation>No microphone. Please press Help</translation>
    </message>
    <message>
      <source>话筒没接好，请按求助</source>
      <translation>The microphone is not connected. Please press Help</translation>
    </message>
    <message>
      <source>语音操作关了。</source>
      <translation>Spoken mode is off.</translation>
    </message>
    <message>
      <source>语音操作开了。</source>
      <translation>Spoken mode is on.</translation>
    </message>
    <message>
      <source>语音通话，只有声音</source>
      <translation>Voice call, sound only</translation>
    </message>
    <message>
      <source>说不清，直接问</source>
      <translation>Hard to say, just ask</translation>
    </message>
    <message>
      <source>说清在哪里办、在哪里发生</source>
      <translation>Say where it is handled and where it happened</translation>
    </message>
    <message>
      <source>请人带我过去</source>
      <translation>Take me there</translation>
    </message>
    <message>
      <source>请先问工作人员</source>
      <translation>Please ask the staff where</translation>
    </message>
    <message>
      <source>请再试一次。急的话，打 12348。</source>
      <translation>Please try again. If urgent, call 12348.</translation>
    </message>
    <message>
      <source>请在这里等一下。</source>
      <translation>Please wait here.</translation>
    </message>
    <message>
      <source>请换个号码再试，或打 12348 法律热线。</source>
      <translation>Try another number, or call the 12348 legal hotline.</translation>
    </message>
    <message>
      <source>请稍等</source>
      <translation>Please wait</translation>
    </message>
    <message>
      <source>请稍等，马上就好</source>
      <translation>One moment, almost ready</translation>
    </message>
    <message>
      <source>请等一下，马上就好。</source>
      <translation>One moment, please.</translation>
    </message>
    <message>
      <source>请说一句话试试</source>
      <translation>Please say something</translation>
    </message>
    <message>
      <source>谁不愿意，都可以不调。</source>
      <translation>Anyone may say no.</translation>
    </message>
    <message>
      <source>调不成，还可以打官司</source>
      <translation>If it fails, court is still open</translation>
    </message>
    <message>
      <source>资讯</source>
      <translation>News</translation>
    </message>
    <message>
      <source>走路 {n} 分钟</source>
      <translation>{n} min walk</translation>
    </message>
    <message>
      <source>输号码查改</source>
      <translation>Look it up</translation>
    </message>
    <message>
      <source>近的在前面</source>
      <translation>nearest first</translation>
    </message>
    <message>
      <source>还差 {n} 位</source>
      <translation>{n} more</translation>
    </message>
    <message>
      <source>还有 {n} 条，手机扫一扫都能看到。30 天后自动删除。</source>
      <translation>{n} more: scan to read them all. Deleted after 30 days.</translation>
    </message>
    <message>
      <source>还有事，可以再打一次。</source>
      <translation>If there is more, call again.</translation>
    </message>
    <message>
      <source>还没有人应</source>
      <translation>Nobody has answered yet</translation>
    </message>
    <message>
      <source>还没有人接</source>
      <translation>Nobody has answered yet</translation>
    </message>
    <message>
      <source>还要帮忙，就再叫一次。</source>
      <translation>Still need help? Ring again.</translation>
    </message>
    <message>
      <source>这个号不对，请退一位</source>
      <translation>Not a number: go back</translation>
    </message>
    <message>
      <source>这个时间会让给别人。想再约，随时来。</source>
      <translation>The time goes to somebody else. Come again whenever you like.</translation>
    </message>
    <message>
      <source>这个时间刚被别人先约了</source>
      <translation>Somebody else has just taken this time</translation>
    </message>
    <message>
      <source>这个时间太远，还不能约</source>
      <translation>This time is too far ahead</translation>
    </message>
    <message>
      <source>这个时间没约上</source>
      <translation>This time could not be had</translation>
    </message>
    <message>
      <source>这位律师不在这里值班了</source>
      <translation>This lawyer is not on duty here any more</translation>
    </message>
    <message>
      <source>这位律师现在不值班。现在值班的是{name}律师。</source>
      <translation>This lawyer is not on duty now. On duty: {name}.</translation>
    </message>
    <message>
      <source>这台机器上试的次数太多了</source>
      <translation>Too many tries at this terminal</translation>
    </message>
    <message>
      <source>这台机器正在整理资料，过几分钟就能查找。也可以直接问律师。</source>
      <translation>This machine is still sorting its papers. You can search in a few minutes, or ask a lawyer now.</translation>
    </message>
    <message>
      <source>这是旧的条文，用之前先问律师。</source>
      <translation>This wording is old. Ask a lawyer before you rely on it.</translation>
    </message>
    <message>
      <source>这部法律还没有开始施行。</source>
      <translation>This law is not in force yet.</translation>
    </message>
    <message>
      <source>这里是{place}。</source>
      <translation> This is {place}.</translation>
    </message>
    <message>
      <source>送到的时候，这个时间已经过了</source>
      <translation>This time was over when your wish came through</translation>
    </message>
    <message>
      <source>选中了</source>
      <translation>chosen</translation>
    </message>
    <message>
      <source>通知</source>
      <translation>Notice</translation>
    </message>
    <message>
      <source>通话画面和声音</source>
      <translation>Picture and sound of calls</translation>
    </message>
    <message>
      <source>通话结束了</source>
      <translation>The call is over</translation>
    </message>
    <message>
      <source>遇事怎么办</source>
      <translation>What to do</translation>
    </message>
    <message>
      <source>遗产遗嘱</source>
      <translation>Inheritance</translation>
    </message>
    <message>
      <source>邻居物业</source>
      <translation>Neighbours</translation>
    </message>
    <message>
      <source>邻里</source>
      <translation>Neighbours</translation>
    </message>
    <message>
      <source>都看看</source>
      <translation>All</translation>
    </message>
    <message>
      <source>问清该找哪一家</source>
      <translation>Ask which one is right</translation>
    </message>
    <message>
      <source>问现在值班的律师</source>
      <translation>Ask the lawyer on duty</translation>
    </message>
    <message>
      <source>防骗</source>
      <translation>Scams</translation>
    </message>
    <message>
      <source>音量 {n}</source>
      <translation>Volume {n}</translation>
    </message>
    <message>
      <source>预约凭条</source>
      <translation>Appointment</translation>
    </message>
    <message>
      <source>预约律师</source>
      <translation>Book a time</translation>
    </message>
    <message>
      <source>马上就能接</source>
      <translation>no wait</translation>
    </message>
    <message>
      <source>（{badge}）</source>
      <translation> ({badge})</translation>
    </message>
    <message>
      <source>（示例）</source>
      <translation> (sample)</translation>
    </message>
    <message>
      <source>，</source>
      <translation>, </translation>
    </message>
    <message>
      <source>；</source>
      <translation>; </translation>
    </message>
  </context>
  <context>
    <name>QrCode</name>
    <message>
      <source>二维码</source>
      <translation>QR code</translation>
    </message>
  </context>
  <context>
    <name>RatingPage</name>
    <message>
      <source>一般</source>
      <translation>So-so</translation>
    </message>
    <message>
      <source>不用了</source>
      <translation>No thanks</translation>
    </message>
    <message>
      <source>先选一个</source>
      <translation>Choose one</translation>
    </message>
    <message>
      <source>先选一个：帮到了、一般、没帮到</source>
      <translation>Choose one first: helped, so-so, did not help</translation>
    </message>
    <message>
      <source>再点一次好了，也可以不评。</source>
      <translation>Tap Done again, or leave it.</translation>
    </message>
    <message>
      <source>回首页</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>好了</source>
      <translation>Done</translation>
    </message>
    <message>
      <source>帮到了</source>
      <translation>It helped</translation>
    </message>
    <message>
      <source>您的话帮我们把服务做得更好。不评也可以。</source>
      <translation>It helps us do better. You may leave it out.</translation>
    </message>
    <message>
      <source>拿您的凭条</source>
      <translation>Take your slip</translation>
    </message>
    <message>
      <source>没帮到</source>
      <translation>No help</translation>
    </message>
    <message>
      <source>没有记上，不是您的问题</source>
      <translation>It was not kept. It is not your fault</translation>
    </message>
    <message>
      <source>离开前请点“结束并清除”，别忘了随身东西。</source>
      <translation>Before you leave, tap End and erase, and take your things.</translation>
    </message>
    <message>
      <source>谢谢，记下了</source>
      <translation>Thank you, noted</translation>
    </message>
    <message>
      <source>这次帮到您了吗？</source>
      <translation>Did it help?</translation>
    </message>
  </context>
  <context>
    <name>Reader</name>
    <message>
      <source>停一停</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>带回家看</source>
      <translation>Take it home</translation>
    </message>
    <message>
      <source>手机扫一扫</source>
      <translation>Scan with a phone</translation>
    </message>
    <message>
      <source>手机扫一扫，回家也能看。</source>
      <translation>Scan with a phone and read at home.</translation>
    </message>
    <message>
      <source>接着读</source>
      <translation>Go on</translation>
    </message>
    <message>
      <source>正在通话，先不读</source>
      <translation>Not during a call</translation>
    </message>
    <message>
      <source>相关 %1 条</source>
      <translation>%1 related</translation>
    </message>
    <message>
      <source>看不懂，问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
    <message>
      <source>读出来</source>
      <translation>Read</translation>
    </message>
    <message>
      <source>问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
  </context>
  <context>
    <name>RelatedPage</name>
    <message>
      <source>没有别的了。可以直接问律师。</source>
      <translation>There is nothing else. You can ask a lawyer.</translation>
    </message>
    <message>
      <source>相关内容</source>
      <translation>Related</translation>
    </message>
  </context>
  <context>
    <name>RingingPage</name>
    <message>
      <source>不等了</source>
      <translation>Stop waiting</translation>
    </message>
    <message>
      <source>前面还有</source>
      <translation>Ahead of you</translation>
    </message>
    <message>
      <source>大约再等</source>
      <translation>About</translation>
    </message>
    <message>
      <source>请站在屏幕前等一等</source>
      <translation>Please wait here</translation>
    </message>
    <message>
      <source>请站在屏幕前等一等，不用按</source>
      <translation>Please wait here, no need to press</translation>
    </message>
  </context>
  <context>
    <name>SearchButton</name>
    <message>
      <source>找一找</source>
      <translation>Search</translation>
    </message>
  </context>
  <context>
    <name>SearchPage</name>
    <message>
      <source>写几个字就行：遇到的事、机构、律师的名字，都能找。</source>
      <translation>A few words are enough: what happened, a place, or a lawyer's name.</translation>
    </message>
    <message>
      <source>您想找什么？</source>
      <translation>What are you looking for?</translation>
    </message>
    <message>
      <source>找一找</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>查找</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>直接问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
    <message>
      <source>问律师</source>
      <translation>Ask a lawyer</translation>
    </message>
  </context>
  <context>
    <name>SizeChoice</name>
    <message>
      <source>字中</source>
      <translation>Aa</translation>
    </message>
    <message>
      <source>字大</source>
      <translation>Aa</translation>
    </message>
    <message>
      <source>字小</source>
      <translation>Aa</translation>
    </message>
  </context>
  <context>
    <name>SlipCard</name>
    <message>
      <source>取件号</source>
      <translation>Pick-up number</translation>
    </message>
  </context>
  <context>
    <name>SpokenKeys</name>
    <message>
      <source>上一个</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>下一个</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>语音操作开着。按住屏幕上面的角两秒，就关掉。</source>
      <translation>Spoken mode is on. Hold an upper corner for two seconds to turn it off.</translation>
    </message>
    <message>
      <source>选它</source>
      <translation>Choose</translation>
    </message>
  </context>
  <context>
    <name>StateView</name>
    <message>
      <source>110 和 12348 的号码，在最下面</source>
      <translation>The numbers 110 and 12348, at the bottom</translation>
    </message>
    <message>
      <source>回首页</source>
      <translation>Home</translation>
    </message>
    <message>
      <source>正在取资料，请稍等。</source>
      <translation>Loading, please wait.</translation>
    </message>
    <message>
      <source>没连上网，这一页暂时看不了。其他资料不受影响。</source>
      <translation>Offline: this page is not available. All else works.</translation>
    </message>
    <message>
      <source>要人帮忙，按求助</source>
      <translation>For help, touch Help</translation>
    </message>
    <message>
      <source>这一页没打开，不是您的问题。请换一页，或按求助。</source>
      <translation>This page did not open, not your fault. Try another, or tap Help.</translation>
    </message>
    <message>
      <source>这里暂时没有内容。</source>
      <translation>Nothing here yet.</translation>
    </message>
    <message>
      <source>问律师：回首页，点视频或声音</source>
      <translation>Asking a lawyer: from home, by video or voice</translation>
    </message>
  </context>
  <context>
    <name>TelCard</name>
    <message>
      <source>扫一扫，用手机打</source>
      <translation>Scan to call from your phone</translation>
    </message>
    <message>
      <source>这台机器不能替您拨号。</source>
      <translation>This machine cannot dial for you.</translation>
    </message>
  </context>
  <context>
    <name>Tools</name>
    <message>
      <source>低位</source>
      <translation>Low</translation>
    </message>
    <message>
      <source>大字</source>
      <translation>Large</translation>
    </message>
    <message>
      <source>朗读</source>
      <translation>Read</translation>
    </message>
    <message>
      <source>正在通话，先不读</source>
      <translation>Not during a call</translation>
    </message>
    <message>
      <source>高对比</source>
      <translation>Contrast</translation>
    </message>
  </context>
  <context>
    <name>TroubleCard</name>
    <message>
      <source>这些照样能用：</source>
      <translation>This still works:</translation>
    </message>
  </context>
  <context>
    <name>TurnBar</name>
    <message>
      <source>看上面</source>
      <translation>Upper part</translation>
    </message>
    <message>
      <source>看下面</source>
      <translation>Lower part</translation>
    </message>
    <message>
      <source>这是最上面了</source>
      <translation>This is the top</translation>
    </message>
    <message>
      <source>这是最下面了</source>
      <translation>This is the bottom</translation>
    </message>
  </context>
  <context>
    <name>TurnButtons</name>
    <message>
      <source>这是最前面了</source>
      <translation>This is the first one</translation>
    </message>
    <message>
      <source>这是最后了</source>
      <translation>This is the last one</translation>
    </message>
  </context>
  <context>
    <name>TypingBoard</name>
    <message>
      <source>先写几个字</source>
      <translation>Write a few words first</translation>
    </message>
    <message>
      <source>手写</source>
      <translation>Write</translation>
    </message>
    <message>
      <source>拼音</source>
      <translation>Pinyin</translation>
    </message>
  </context>
  <context>
    <name>WideStrip</name>
    <message>
      <source>110 报警</source>
      <translation>110</translation>
    </message>
    <message>
      <source>12348 热线</source>
      <translation>12348 line</translation>
    </message>
    <message>
      <source>快速隐藏</source>
      <translation>Hide</translation>
    </message>
  </context>
</TS>
