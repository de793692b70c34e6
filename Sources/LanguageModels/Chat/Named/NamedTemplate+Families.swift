extension NamedTemplate {
    /// Llama 2: `[INST] <<SYS>> … [/INST]`.
    static let llama2 = NamedTemplate(
        name: "llama-2",
        source: systemFirst + """
            {%- for message in turns %}
            {%- set content = message.content %}
            {%- if loop.first and system is not none %}
            {%- set content = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + content %}
            {%- endif %}
            {%- if message.role == 'user' %}{{ '<s>[INST] ' + content | trim + ' [/INST]' }}
            {%- else %}{{ ' ' + content | trim + ' </s>' }}{% endif %}
            {%- endfor %}
            """,
        requiredTokens: ["<s>", "</s>"])

    /// Llama 3: `<|start_header_id|>user<|end_header_id|>`, the text, `<|eot_id|>`.
    static let llama3 = NamedTemplate(
        name: "llama-3",
        source: """
            {{- '<|begin_of_text|>' }}
            {%- for message in messages %}
            {%- if message.role == 'tool' %}{{ raise_exception('what a tool returns has no place in this format') }}{% endif %}
            {{- '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' + message.content | trim + '<|eot_id|>' }}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}
            """,
        requiredTokens: ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"])

    /// DeepSeek-R1 and its distilled models: `<｜User｜>…<｜Assistant｜>`, earlier thinking dropped.
    static let deepSeekR1 = NamedTemplate(
        name: "deepseek-r1",
        source: """
            {{- '<｜begin▁of▁sentence｜>' }}
            {%- for message in messages if message.role == 'system' %}{{ message.content }}{% endfor %}
            {%- for message in messages %}
            {%- if message.role == 'user' %}{{ '<｜User｜>' + message.content }}
            {%- elif message.role == 'assistant' %}
            {{- '<｜Assistant｜>' + message.content.split('</think>')[-1] + '<｜end▁of▁sentence｜>' }}
            {%- elif message.role == 'tool' %}{{ raise_exception('what a tool returns has no place in this format') }}
            {%- endif %}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ '<｜Assistant｜><think>\\n' }}{% endif %}
            """,
        requiredTokens: ["<｜begin▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>"])

    /// Qwen3: ChatML with thinking, of which earlier turns' is dropped; tools' results in a user's turn.
    static let qwen3 = NamedTemplate(
        name: "qwen3",
        source: """
            {%- set ns = namespace(last_query = messages | length - 1, open = true) %}
            {%- for message in messages[::-1] %}
            {%- if ns.open and message.role == 'user' and not (message.content.startswith('<tool_response>')
                and message.content.endswith('</tool_response>')) %}
            {%- set ns.last_query = messages | length - loop.index %}
            {%- set ns.open = false %}
            {%- endif %}
            {%- endfor %}
            {%- for message in messages %}
            {%- if message.role == 'assistant' %}
            {%- set content = message.content %}
            {%- set thought = '' %}
            {%- if '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
            {{- '<|im_start|>assistant\\n' }}
            {%- if loop.index0 > ns.last_query and (loop.last or thought) %}
            {{- '<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}{{ content }}{% endif %}
            {{- '<|im_end|>\\n' }}
            {%- elif message.role == 'tool' %}
            {%- if loop.first or messages[loop.index0 - 1].role != 'tool' %}{{ '<|im_start|>user' }}{% endif %}
            {{- '\\n<tool_response>\\n' + message.content + '\\n</tool_response>' }}
            {%- if loop.last or messages[loop.index0 + 1].role != 'tool' %}{{ '<|im_end|>\\n' }}{% endif %}
            {%- else %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
            {%- endif %}
            {%- endfor %}
            {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\\n' }}
            {%- if enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}
            {%- endif %}
            """,
        requiredTokens: ["<|im_start|>", "<|im_end|>"])
}
